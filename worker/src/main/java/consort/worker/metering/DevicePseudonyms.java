package consort.worker.metering;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By which names the ledger knows this site's devices: 64 bits of HMAC-SHA-256 under a random secret, of what the maker calls a GPU, or
 * of a number for a device that nobody names. They say nothing of the device to those without the secret, and are the same as long
 * as secret and device are.
 *
 * <p>The secret of GPUs stands in the user's folder, so that all workers of one user know a GPU by one name; where that folder cannot be
 * used, and for devices without a name, it stands in the worker's.
 */
final class DevicePseudonyms {

    private static final String FILE = "device-secret";
    private static final int SECRET_BYTES = 32;
    private static final int PSEUDONYM_BYTES = 8;
    private static final String PRIVATE = "rw-------";

    private final Path worker;
    private final Optional<Path> shared;

    /**
     * @param worker the worker's folder
     * @param shared a folder that other workers of the user find too
     */
    DevicePseudonyms(Path worker, Optional<Path> shared) {
        this.worker = worker;
        this.shared = shared;
    }

    /** {@code $XDG_STATE_HOME/consort}, by default {@code ~/.local/state/consort}. */
    static Optional<Path> userFolder() {
        return Optional.ofNullable(System.getenv("XDG_STATE_HOME")).filter(home -> home.startsWith("/")).map(Path::of)
                .or(() -> Optional.ofNullable(System.getProperty("user.home")).filter(home -> home.startsWith("/"))
                        .map(home -> Path.of(home, ".local", "state")))
                .map(state -> state.resolve("consort"));
    }

    /** Of GPUs, in ascending order. */
    List<String> ofGpus(List<String> uuids) throws IOException {
        byte[] secret = sharedSecret();
        return uuids.stream().map(uuid -> pseudonym(secret, "gpu " + uuid)).sorted().toList();
    }

    /** Of so many devices that have no names, in ascending order. */
    List<String> ofNameless(int devices) throws IOException {
        byte[] secret = secret(worker);
        return IntStream.range(0, devices).mapToObj(index -> pseudonym(secret, "device " + index)).sorted().toList();
    }

    private byte[] sharedSecret() throws IOException {
        if (shared.isPresent()) {
            try {
                return secret(Files.createDirectories(shared.get()));
            } catch (IOException unusable) {
                // Each worker then has names of its own.
            }
        }
        return secret(worker);
    }

    /** The one that stands there, or a new one: of two that make it at once, the first counts for both. */
    private static byte[] secret(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            byte[] fresh = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(fresh);
            Path written = Files.createTempFile(folder, FILE, ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
            try {
                Files.write(written, fresh);
                Files.createLink(file, written);
            } catch (FileAlreadyExistsException second) {
                // Theirs.
            } finally {
                Files.delete(written);
            }
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length != SECRET_BYTES) {
            throw new IOException(file + " has " + secret.length + " bytes, not " + SECRET_BYTES
                    + ": remove it, and the devices get other pseudonyms");
        }
        return secret;
    }

    private static String pseudonym(byte[] secret, String device) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] digest = mac.doFinal(device.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().toHexDigits(ByteBuffer.wrap(digest, 0, PSEUDONYM_BYTES).getLong());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", missing);
        }
    }
}
