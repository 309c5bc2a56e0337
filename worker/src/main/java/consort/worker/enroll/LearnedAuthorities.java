package consort.worker.enroll;

import com.google.protobuf.ByteString;
import consort.certs.Authorities;
import consort.certs.AuthorityCertificate;
import consort.certs.Certificates;
import consort.certs.CertsException;
import consort.certs.Fingerprint;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Authority.Action;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Limits;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.note.VerifierKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which certificate authorities count, learned from entries of the ledger that the coordinator passes on. The log's key, kept
 * since joining, signed each of them: neither the coordinator's certificate nor the authority's key is enough to add one.
 *
 * <p>A coordinator that holds an entry back teaches less than there is to know; an audit of the ledger shows it. It gains nothing
 * that the log's key does not give it anyway.
 */
public final class LearnedAuthorities {

    private LearnedAuthorities() {
    }

    /**
     * The authorities that count from now on, oldest first.
     *
     * @param known those that counted so far
     * @param entries signed entries of the type {@code authority}, in order
     * @param certificates DER of each authority that such an entry added
     * @throws TamperingException when an entry is not what the log's key signed, or a certificate not what an entry names
     */
    public static Authorities of(VerifierKey logKey, Authorities known, List<ByteString> entries, List<ByteString> certificates) {
        if (entries.size() > 2 * Limits.MAX_AUTHORITIES_EVER || certificates.size() > Limits.MAX_AUTHORITIES_EVER) {
            throw new TamperingException("the coordinator tells of " + certificates.size() + " certificate authorities; a ledger holds"
                    + " at most " + Limits.MAX_AUTHORITIES_EVER);
        }
        Map<Fingerprint, AuthorityCertificate> offered = offered(certificates);
        List<AuthorityCertificate> counting = new ArrayList<>(known.certificates());
        for (ByteString entry : entries) {
            Authority said = said(logKey, entry.toByteArray());
            Fingerprint fingerprint = new Fingerprint(said.certificate());
            counting.removeIf(authority -> authority.fingerprint().equals(fingerprint));
            if (said.action() == Action.ADDED) {
                AuthorityCertificate added = offered.get(fingerprint);
                if (added == null || !added.consortium().equals(known.consortium())) {
                    throw new TamperingException("the ledger names the certificate authority " + fingerprint
                            + ", whose certificate the coordinator does not send");
                }
                counting.add(added);
            }
        }
        if (counting.isEmpty()) {
            throw new TamperingException("by what the coordinator sends, no certificate authority counts any more");
        }
        return new Authorities(counting);
    }

    private static Map<Fingerprint, AuthorityCertificate> offered(List<ByteString> certificates) {
        Map<Fingerprint, AuthorityCertificate> offered = new HashMap<>();
        try {
            for (ByteString der : certificates) {
                AuthorityCertificate authority =
                        AuthorityCertificate.of(Certificates.decode(List.of(der.toByteArray())).getFirst());
                offered.put(authority.fingerprint(), authority);
            }
            return offered;
        } catch (CertsException unfit) {
            throw new TamperingException("the coordinator sends what is no certificate authority: " + unfit.getMessage());
        }
    }

    private static Authority said(VerifierKey logKey, byte[] bytes) {
        try {
            Entry entry = Entries.parse(bytes);
            boolean holds = entry.domain().equals(KeyNames.domain(logKey.name())) && entry.isSignedBy(logKey);
            if (holds && entry.body() instanceof Authority authority) {
                return authority;
            }
        } catch (MalformedEntryException | UnknownEntryTypeException unfit) {
            throw new TamperingException("what the coordinator says about certificate authorities is no entry: "
                    + unfit.getMessage());
        }
        throw new TamperingException("what the coordinator says about certificate authorities is not signed by " + logKey.name());
    }
}
