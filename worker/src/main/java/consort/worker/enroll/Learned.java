package consort.worker.enroll;

import com.google.protobuf.ByteString;
import consort.certs.Authorities;
import consort.certs.AuthorityCertificate;
import consort.certs.Certificates;
import consort.certs.CertsException;
import consort.certs.Fingerprint;
import consort.ledger.audit.Trust;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Authority.Action;
import consort.ledger.entry.Limits;
import consort.ledger.entry.LogKeys;
import consort.ledger.note.UnverifiedNoteException;
import consort.worker.folder.PartyFolder;
import consort.worker.trust.PassedOn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which keys sign for the ledger and which certificate authorities count, learned from entries of the ledger that the coordinator
 * passes on. The log's keys, the first of which is kept since joining, signed each of them: neither the coordinator's certificate nor
 * the authority's key is enough to add one.
 *
 * <p>A coordinator that holds an entry back teaches less than there is to know; an audit of the ledger shows it. It gains nothing
 * that the log's key does not give it anyway. What was retired once counts never again, whatever is left out or sent again later.
 *
 * @param trust with the log's keys and the authorities' fingerprints, as they are from now on
 * @param authorities those that count from now on, oldest first
 */
public record Learned(Trust trust, Authorities authorities) {

    /** Of an authority's certificate, which has some 500: a folder keeps several in one file. */
    private static final int MAX_CERTIFICATE_BYTES = 4096;

    /** Of a process, whose threads the folder's lock does not tell apart. */
    private static final Object KEEPING = new Object();

    /**
     * What is known together with what is new.
     *
     * @param known the authorities that counted so far
     * @param entries signed entries of the types {@code authority} and {@code log-key}, all of the ledger's, in order
     * @param certificates DER of each authority that such an entry added
     * @throws TamperingException when an entry is not what the log's key signed, they do not continue the known ones, or a certificate is
     *     not what an entry names, or more is to be kept than a ledger can hold
     */
    public static Learned of(Trust trust, Authorities known, List<ByteString> entries, List<ByteString> certificates) {
        if (certificates.size() > Limits.MAX_AUTHORITIES_EVER) {
            throw new TamperingException("the coordinator tells of " + certificates.size() + " certificate authorities; a ledger holds"
                    + " at most " + Limits.MAX_AUTHORITIES_EVER);
        }
        PassedOn news = news(trust, entries);
        Set<String> retired = retired(trust, news.authorities());
        Authorities counting = counting(known, news.authorities(), retired, offered(certificates));
        Trust learned = trust.knowing(news.logKeys())
                .counting(counting.certificates().stream().map(one -> one.fingerprint().hex()).toList())
                .withRetired(List.copyOf(retired));
        requireReadable(learned);
        return new Learned(learned, counting);
    }

    /** What a folder keeps. */
    public static Learned kept(PartyFolder folder) {
        return new Learned(folder.trust(), folder.authorities());
    }

    /**
     * As {@link #of}, for what a folder keeps; when this returns, the folder keeps what is new as well. What several threads and processes
     * learn at the same time does not undo each other.
     *
     * @param asked what the folder kept when the coordinator was asked, or earlier: by that it is judged, since other processes of this
     *     folder may have learned more before this answer was read
     */
    public static Learned keep(PartyFolder folder, Learned asked, List<ByteString> entries, List<ByteString> certificates) {
        synchronized (KEEPING) {
            Learned known = kept(folder);
            Learned learned = beyond(known, asked, entries, certificates);
            return learned.equals(known) ? known : folder.changingTrust(() -> {
                Learned newest = beyond(kept(folder), asked, entries, certificates);
                folder.save(newest.trust(), newest.authorities());
                return newest;
            });
        }
    }

    /**
     * As {@link #keep}, and keeps nothing.
     *
     * @throws TamperingException when it does not hold by what was known when the coordinator was asked
     */
    public static Learned beyond(PartyFolder folder, Learned asked, List<ByteString> entries, List<ByteString> certificates) {
        return beyond(kept(folder), asked, entries, certificates);
    }

    /** An answer that holds by what was known before, and says less than is known now, is old and no lie. */
    private static Learned beyond(Learned known, Learned asked, List<ByteString> entries, List<ByteString> certificates) {
        Learned then = of(asked.trust(), asked.authorities(), entries, certificates);
        try {
            return of(known.trust(), known.authorities(), entries, certificates);
        } catch (TamperingException behind) {
            LogKeys keys = then.trust().logKeys();
            if (known.equals(asked) || !known.trust().logKeys().upTo(keys.newest()).equals(Optional.of(keys))) {
                throw behind;
            }
            return known;
        }
    }

    private static PassedOn news(Trust trust, List<ByteString> entries) {
        try {
            return PassedOn.beyond(trust.logKeys(), entries);
        } catch (UnverifiedNoteException lie) {
            throw new TamperingException("what the coordinator says about the ledger's keys and certificate authorities does not hold: "
                    + lie.getMessage());
        }
    }

    /** All that were ever retired: in whatever order, and however often, the entry that added one of them is passed on again. */
    private static Set<String> retired(Trust trust, List<Authority> news) {
        Set<String> retired = new LinkedHashSet<>(trust.retired());
        news.stream().filter(said -> said.action() == Action.RETIRED).map(Authority::certificate).forEach(retired::add);
        return retired;
    }

    private static Authorities counting(Authorities known, List<Authority> news, Set<String> retired,
            Map<Fingerprint, AuthorityCertificate> offered) {
        List<AuthorityCertificate> counting = new ArrayList<>(known.certificates());
        counting.removeIf(authority -> retired.contains(authority.fingerprint().hex()));
        for (Authority said : news) {
            if (said.action() == Action.ADDED && !retired.contains(said.certificate())) {
                Fingerprint fingerprint = new Fingerprint(said.certificate());
                counting.removeIf(authority -> authority.fingerprint().equals(fingerprint));
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
        if (counting.size() > Limits.MAX_AUTHORITIES) {
            throw new TamperingException("by what the coordinator sends, " + counting.size() + " certificate authorities count; a ledger"
                    + " has at most " + Limits.MAX_AUTHORITIES + " at a time");
        }
        return new Authorities(counting);
    }

    /** What is kept must be readable later. */
    private static void requireReadable(Trust trust) {
        try {
            Trust.parse(trust.json().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException unfit) {
            throw new TamperingException("what the coordinator says about the ledger's keys and certificate authorities cannot be kept: "
                    + unfit.getMessage());
        }
    }

    private static Map<Fingerprint, AuthorityCertificate> offered(List<ByteString> certificates) {
        Map<Fingerprint, AuthorityCertificate> offered = new HashMap<>();
        try {
            for (ByteString der : certificates) {
                if (der.size() > MAX_CERTIFICATE_BYTES) {
                    throw new TamperingException("the coordinator sends a certificate authority of " + der.size() + " bytes; none has"
                            + " more than " + MAX_CERTIFICATE_BYTES);
                }
                AuthorityCertificate authority =
                        AuthorityCertificate.of(Certificates.decode(List.of(der.toByteArray())).getFirst());
                offered.put(authority.fingerprint(), authority);
            }
            return offered;
        } catch (CertsException unfit) {
            throw new TamperingException("the coordinator sends what is no certificate authority: " + unfit.getMessage());
        }
    }
}
