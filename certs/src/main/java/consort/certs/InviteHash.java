package consort.certs;

import java.security.PublicKey;

/**
 * What the coordinator keeps of an invite: SHA-256 of the bootstrap key's SubjectPublicKeyInfo (DER), as 64 lower-case
 * hexadecimal digits. It admits the holder of the secret and reveals nothing of it.
 */
public record InviteHash(String hex) {
    /** @throws CertsException if it is not 64 lower-case hexadecimal digits */
    public InviteHash {
        Sha256.requireHex(hex, "invite hash");
    }

    static InviteHash of(PublicKey key) {
        return new InviteHash(Sha256.hex(key.getEncoded()));
    }

    @Override
    public String toString() {
        return hex;
    }
}
