package consort.certs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Files that hold keys: written atomically (a new file beside it, synced, renamed, folder synced) with mode 600, and
 * refused on reading when others could have read them. Missing folders are made. Every failure is a
 * {@link CertsException} that names the file.
 */
public final class KeyFiles {
    /** Far more than any file of this module. */
    public static final int MAX_BYTES = 65_536;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private KeyFiles() {}

    /** Writes or replaces a file that only its owner can read. */
    public static void writeSecret(Path file, byte[] bytes) {
        write(file, bytes, OWNER_ONLY, true);
    }

    /** The same, but an existing file is refused. */
    public static void writeNewSecret(Path file, byte[] bytes) {
        write(file, bytes, OWNER_ONLY, false);
    }

    /** Reads a file that only its owner can read; another is refused, with the command that mends it. */
    public static byte[] readSecret(Path file) {
        try {
            Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
            open.retainAll(Files.getPosixFilePermissions(file));
            if (!open.isEmpty()) {
                throw new CertsException(file + " holds a key and has mode "
                        + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        + ", so that others can reach it: run chmod 600 '" + file
                        + "'; replace the key only if somebody else may have read it");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (UnsupportedOperationException e) {
            throw new CertsException(file + " lies on a file system without permissions:"
                    + " keep keys on one that has them", e);
        }
        return read(file);
    }

    /** Moves a file into the place of another one of its folder, whole or not at all. */
    public static void replace(Path next, Path present) {
        try {
            Files.move(next, present, StandardCopyOption.ATOMIC_MOVE);
            sync(present.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new CertsException("cannot move " + next + " to " + present + ": " + reason(e), e);
        }
    }

    /** Deletes a file, for good once this returns; an absent one is no error. */
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            sync(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new CertsException("cannot delete " + file + ": " + reason(e), e);
        }
    }

    /** Writes a P-256 private key as PKCS#8 PEM where there is none yet. */
    public static void writeNewKey(Path file, PrivateKey key) {
        writeNewSecret(file, Pem.text(key));
    }

    /** Reads a P-256 private key in PKCS#8 PEM. */
    public static ECPrivateKey readKey(Path file) {
        return Pem.key(readSecret(file), file);
    }

    /** Writes or replaces a PEM file of certificates that everybody may read. */
    public static void writeCertificates(Path file, List<X509Certificate> certificates) {
        write(file, Pem.text(certificates), PUBLIC, true);
    }

    /** Reads a PEM file of certificates. */
    public static List<X509Certificate> readCertificates(Path file) {
        return Pem.certificates(read(file), file);
    }

    static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        return key instanceof ECPrivateKey ec && P256.isOnCurve(ec)
                && P256.publicOf(ec).equals(certificate.getPublicKey());
    }

    private static byte[] read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > MAX_BYTES) {
                throw new CertsException(file + " has " + channel.size() + " bytes, more than " + MAX_BYTES
                        + ": it is not a file of keys or certificates");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                continue;
            }
            return bytes.array();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void write(Path file, byte[] bytes, Set<PosixFilePermission> mode, boolean replace) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path staged = Files.createTempFile(
                    folder, "." + file.getFileName(), ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            try {
                writeSynced(staged, bytes);
                Files.setPosixFilePermissions(staged, mode);
                if (replace) {
                    Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.createLink(file, staged);
                }
            } finally {
                Files.deleteIfExists(staged);
            }
            sync(folder);
        } catch (FileAlreadyExistsException e) {
            throw new CertsException(file + " exists already and is not replaced: choose another folder", e);
        } catch (IOException e) {
            throw new CertsException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private static void writeSynced(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static CertsException unreadable(Path file, IOException e) {
        return new CertsException("cannot read " + file + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "permission denied";
            default -> e.getMessage();
        };
    }
}
