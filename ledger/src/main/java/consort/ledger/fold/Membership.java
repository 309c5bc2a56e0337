package consort.ledger.fold;

import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.VerifierKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of the state about who belongs to the consortium, with which keys, and what these keys signed. */
final class Membership {

    final TreeMap<String, MemberView> members = new TreeMap<>();
    final TreeMap<WorkerId, WorkerView> workers = new TreeMap<>();
    /** People with a certificate, by who they are. */
    final TreeMap<Subject, PersonView> people = new TreeMap<>();
    /** Whose part ended, oldest first. */
    final List<LeaverView> leavers = new ArrayList<>();
    /** Unused invites by hash. */
    final LinkedHashMap<String, InviteView> invites = new LinkedHashMap<>();
    /** Hashes of invites whose lines name an authority that was retired since. */
    final Set<String> outdatedInvites = new HashSet<>();
    /** Used invites by hash. */
    final TreeMap<String, UsedInviteView> usedInvites = new TreeMap<>();
    /** Of all invites there ever were. */
    final Set<String> inviteHashes = new HashSet<>();
    /** The member whose acceptance must be the next entry. */
    Optional<String> accepting = Optional.empty();

    /** By {@code acme} or {@code acme/w1}; parties of which nothing was ever said are not in it. */
    private final TreeMap<String, StandingView> standings = new TreeMap<>();
    private final Set<Conflict> conflicts = new HashSet<>();
    private final Map<KeyId, KeyHistory> keys = new LinkedHashMap<>();
    private final Pages pages;

    /** What a signature line says about its key. */
    private record KeyId(String name, int id) {
    }

    /** A seq of a party's key for which a finding stands. */
    private record Conflict(VerifierKey key, long seq) {
    }

    /** A party's key and the entries it signed: the one with seq n stands at n - 1. */
    private record KeyHistory(VerifierKey key, PartyEntries entries) {
    }

    Membership(Pages pages) {
        this.pages = pages;
    }

    /** On the heap. */
    Membership(Membership other) {
        pages = Pages.HEAP;
        members.putAll(other.members);
        workers.putAll(other.workers);
        people.putAll(other.people);
        leavers.addAll(other.leavers);
        invites.putAll(other.invites);
        outdatedInvites.addAll(other.outdatedInvites);
        usedInvites.putAll(other.usedInvites);
        inviteHashes.addAll(other.inviteHashes);
        accepting = other.accepting;
        standings.putAll(other.standings);
        conflicts.addAll(other.conflicts);
        other.keys.forEach((id, history) -> keys.put(id, new KeyHistory(history.key(), new PartyEntries(history.entries()))));
    }

    void dropInvites(Subject subject) {
        invites.values().removeIf(open -> open.subject().equals(subject));
    }

    /** Whether a key with this name and key ID, hence perhaps this key, was ever admitted. */
    boolean knows(VerifierKey key) {
        return keys.containsKey(new KeyId(key.name(), key.id()));
    }

    void admit(VerifierKey key) {
        keys.put(new KeyId(key.name(), key.id()), new KeyHistory(key, new PartyEntries(pages)));
    }

    /** All keys of parties that were ever admitted, by name, oldest first. */
    Map<String, List<VerifierKey>> keysByName() {
        return keys.values().stream().map(KeyHistory::key).collect(Collectors.groupingBy(VerifierKey::name));
    }

    /** The party key that a signature names. */
    Optional<VerifierKey> keyOf(NoteSignature signature) {
        return Optional.ofNullable(keys.get(new KeyId(signature.name(), signature.keyId()))).map(KeyHistory::key);
    }

    long lastSeq(VerifierKey key) {
        return history(key).map(PartyEntries::count).orElse(0);
    }

    Optional<PartyEntryView> entry(VerifierKey key, long seq) {
        return history(key).flatMap(entries -> entries.get(seq));
    }

    /** Notes an entry of a party's key. An organization's next key, if it is that, is the present one from now on. */
    void signed(String organization, VerifierKey key, Receipted entry) {
        keys.get(new KeyId(key.name(), key.id())).entries().add(entry);
        members.computeIfPresent(organization, (name, member) -> member.signedBy(key));
    }

    /** The entries that all keys of a name signed. */
    long entriesOf(String keyName) {
        return histories(keyName).mapToLong(history -> history.entries().count()).sum();
    }

    /** How many keys of a name were admitted. */
    long keysOf(String keyName) {
        return histories(keyName).count();
    }

    private Stream<KeyHistory> histories(String keyName) {
        return keys.values().stream().filter(history -> history.key().name().equals(keyName));
    }

    /** Whether a usage claim stands at this index. */
    boolean isClaim(long index) {
        return keys.values().stream().anyMatch(history -> history.entries().holdsClaim(index));
    }

    /** Adds the observation to the last entry of a worker's key. */
    void observed(VerifierKey key, Receipted observation) {
        keys.get(new KeyId(key.name(), key.id())).entries().observed(observation);
    }

    /** @param party {@code acme} or {@code acme/w1} */
    StandingView standing(String party) {
        return standings.getOrDefault(party, StandingView.ACTIVE);
    }

    void stand(String party, StandingView standing) {
        standings.put(party, standing);
    }

    void conflicting(VerifierKey key, long seq) {
        conflicts.add(new Conflict(key, seq));
    }

    boolean conflicts(VerifierKey key, long seq) {
        return conflicts.contains(new Conflict(key, seq));
    }

    /** Deterministic for equal states. */
    void describe(StringBuilder out) {
        out.append(members).append(workers).append(people).append(leavers).append(new TreeMap<>(invites))
                .append(new TreeSet<>(outdatedInvites)).append(usedInvites)
                .append(new TreeSet<>(inviteHashes)).append(accepting).append(standings);
        TreeMap<String, PartyEntries> sorted = new TreeMap<>();
        keys.values().forEach(history -> sorted.put(history.key().toString(), history.entries()));
        sorted.forEach((key, entries) -> entries.describe(out.append(key)));
        out.append(new TreeSet<>(conflicts.stream().map(conflict -> conflict.key() + "/" + conflict.seq()).toList()));
    }

    private Optional<PartyEntries> history(VerifierKey key) {
        KeyHistory history = keys.get(new KeyId(key.name(), key.id()));
        return history == null || !history.key().equals(key) ? Optional.empty() : Optional.of(history.entries());
    }
}
