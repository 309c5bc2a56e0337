package consort.certs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys (PKCS#8) and certificates as PEM text (RFC 7468). */
final class Pem {
    private static final String KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private record Block(String label, byte[] bytes) {}

    private Pem() {}

    static byte[] text(Credential credential) {
        return ascii(block(KEY, credential.key().getEncoded()) + blocks(credential.chain()));
    }

    static byte[] text(PrivateKey key) {
        return ascii(block(KEY, key.getEncoded()));
    }

    static byte[] text(List<X509Certificate> certificates) {
        return ascii(blocks(certificates));
    }

    static ECPrivateKey key(byte[] text, Path file) {
        List<Block> keys = read(text, file).stream().filter(block -> block.label().equals(KEY)).toList();
        if (keys.size() != 1) {
            throw new CertsException(file + " holds " + keys.size() + " private keys (PKCS#8 PEM): expected one; put the file back from a backup");
        }
        return key(keys.getFirst(), file);
    }

    static List<X509Certificate> certificates(byte[] text, Path file) {
        List<byte[]> found = read(text, file).stream()
                .filter(block -> block.label().equals(CERTIFICATE))
                .map(Block::bytes)
                .toList();
        if (found.isEmpty()) {
            throw new CertsException(file + " holds no certificate (PEM): the file is damaged; put it back from a backup");
        }
        try {
            return Certificates.decode(found);
        } catch (CertsException e) {
            throw new CertsException(file + ": " + e.getMessage(), e);
        }
    }

    static Credential credential(byte[] text, Path file) {
        try {
            return new Credential(key(text, file), certificates(text, file));
        } catch (CertsException e) {
            String message = e.getMessage();
            throw message.startsWith(file.toString()) ? e : new CertsException(file + ": " + message, e);
        }
    }

    private static ECPrivateKey key(Block block, Path file) {
        try {
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(block.bytes()));
            if (key instanceof ECPrivateKey ec && P256.isOnCurve(ec)) {
                return ec;
            }
        } catch (GeneralSecurityException e) {
            throw new CertsException(file + " holds a private key that cannot be read: expected P-256 in PKCS#8", e);
        }
        throw new CertsException(file + " holds a private key that is not on P-256");
    }

    private static List<Block> read(byte[] text, Path file) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(text, StandardCharsets.ISO_8859_1));
        try {
            while (matcher.find()) {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            }
        } catch (IllegalArgumentException e) {
            throw new CertsException(file + " is not valid PEM: a block is not base64", e);
        }
        return blocks;
    }

    private static String blocks(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        certificates.forEach(certificate -> text.append(block(CERTIFICATE, Certificates.encode(certificate))));
        return text.toString();
    }

    private static String block(String label, byte[] bytes) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
