package consort.certs;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.OptionalLong;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;

/**
 * The index of the ledger entry by which the holder of a certificate was admitted, as a private extension that is not
 * critical: an INTEGER. A name that is revoked and invited again is admitted by another entry, so that old and new
 * certificates of the same name can be told apart without comparing clocks. Renewed certificates carry it on.
 */
final class AdmittingEntry {
    /** Under the arc of UUIDs, which needs no registration. */
    static final ASN1ObjectIdentifier ID = new ASN1ObjectIdentifier("2.25.161837137038023190433168565180755936129");

    private AdmittingEntry() {}

    /**
     * Empty if the certificate has none.
     *
     * @throws CertsException if it is no index
     */
    static OptionalLong of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(ID.getId());
        if (extension == null) {
            return OptionalLong.empty();
        }
        try {
            byte[] value = ASN1OctetString.getInstance(extension).getOctets();
            ASN1Integer index = (ASN1Integer) ASN1Integer.fromByteArray(value);
            if (index.getValue().signum() >= 0) {
                return OptionalLong.of(index.longValueExact());
            }
        } catch (IOException | RuntimeException e) {
            throw new CertsException("the certificate's admitting entry cannot be read", e);
        }
        throw new CertsException("the certificate's admitting entry is negative");
    }
}
