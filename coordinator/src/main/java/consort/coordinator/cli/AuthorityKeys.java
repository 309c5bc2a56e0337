package consort.coordinator.cli;

import consort.certs.Authorities;
import consort.certs.Authority;
import consort.certs.Fingerprint;
import consort.coordinator.loop.LedgerAuthorities;
import consort.coordinator.rpc.Issuers;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The authorities whose keys stand in a coordinator's folder; which of them count is for the ledger to say. */
final class AuthorityKeys implements Issuers {

    private final CoordinatorFolder folder;
    private final SecureRandom random;
    private final Supplier<LedgerAuthorities> ledger;
    private final Map<String, Authority> loaded = new ConcurrentHashMap<>();
    private volatile Counting counting = new Counting(List.of(), List.of());

    /** Those that count, by fingerprint, oldest first. */
    private record Counting(List<String> fingerprints, List<Authority> authorities) {

        Authorities certificates() {
            return new Authorities(authorities.stream().map(Authority::certificate).toList());
        }
    }

    /** @param ledger live */
    AuthorityKeys(CoordinatorFolder folder, SecureRandom random, Supplier<LedgerAuthorities> ledger) {
        this.folder = folder;
        this.random = random;
        this.ledger = ledger;
    }

    /** @throws consort.certs.CertsException when the folder lacks the key of one that counts */
    private Counting present() {
        List<String> standing = ledger.get().standing();
        Counting known = counting;
        if (!known.fingerprints().equals(standing)) {
            known = new Counting(standing, standing.stream().map(this::load).toList());
            counting = known;
        }
        return known;
    }

    private Authority load(String fingerprint) {
        return loaded.computeIfAbsent(fingerprint, absent -> folder.authority(new Fingerprint(fingerprint), random));
    }

    @Override
    public Authorities counting() {
        return present().certificates();
    }

    @Override
    public Authority issuing() {
        return present().authorities().getLast();
    }

    /** The one that certifies the coordinator. */
    Authority showing() {
        return present().authorities().getFirst();
    }

    @Override
    public LedgerAuthorities ledger() {
        return ledger.get();
    }

    @Override
    public boolean holdsKey(Fingerprint authority) {
        return folder.holdsAuthority(authority);
    }

    /** Writes down which count, for commands in this folder. */
    void note() {
        folder.save(counting());
    }
}
