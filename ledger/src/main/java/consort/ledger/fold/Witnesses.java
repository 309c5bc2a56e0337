package consort.ledger.fold;

import consort.ledger.entry.Subject;
import consort.ledger.note.CosignerKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The part of the state about the members' witnesses: which key cosigns for whom, at which size of the tree. Read-only outside this
 * package, and live.
 *
 * <p>A key counts for the checkpoints that hold the entry which admits it, and not for those that hold the entry which replaced it or
 * ended its organization's part, or that of the worker that is the witness: whoever steals it then cannot make a later checkpoint count.
 */
public final class Witnesses {

    /** A key, and the index from which on it no longer counts. */
    private record Term(WitnessView witness, OptionalLong ended) {

        boolean isInForce(long size) {
            return witness.index() < size && (ended.isEmpty() || ended.getAsLong() >= size);
        }
    }

    /** By organization, oldest first. */
    private final TreeMap<String, List<Term>> terms = new TreeMap<>();

    Witnesses() {
    }

    Witnesses(Witnesses other) {
        other.terms.forEach((organization, keys) -> terms.put(organization, new ArrayList<>(keys)));
    }

    /** Those whose cosignatures count under a checkpoint of {@code size} entries, by organization. */
    public List<WitnessView> at(long size) {
        return terms.values().stream().flatMap(List::stream).filter(term -> term.isInForce(size)).map(Term::witness).toList();
    }

    /** The key of an organization's witness, if it has one that was not replaced and the organization takes part. */
    public Optional<WitnessView> of(String organization) {
        return terms.getOrDefault(organization, List.of()).stream().filter(term -> term.ended().isEmpty()).map(Term::witness).findFirst();
    }

    /** All there ever were, by the entries that admitted them. */
    public List<WitnessView> all() {
        return terms.values().stream().flatMap(List::stream).map(Term::witness)
                .sorted(Comparator.comparingLong(WitnessView::index)).toList();
    }

    void admit(WitnessView next) {
        end(Subject.ofOrganization(next.organization()), next.index());
        terms.computeIfAbsent(next.organization(), none -> new ArrayList<>()).add(new Term(next, OptionalLong.empty()));
    }

    /** The part of an organization, or of its worker, ended. */
    void end(Subject leaver, long index) {
        terms.getOrDefault(leaver.organization(), new ArrayList<>())
                .replaceAll(term -> term.ended().isEmpty() && leaver.covers(term.witness().holder())
                        ? new Term(term.witness(), OptionalLong.of(index)) : term);
    }

    long keysOf(String organization) {
        return terms.getOrDefault(organization, List.of()).size();
    }

    /** Also under another name: a cosignature does not say whose it is. */
    boolean knows(byte[] publicKey) {
        return terms.values().stream().flatMap(List::stream).map(term -> term.witness().key())
                .map(CosignerKey::publicKey).anyMatch(known -> Arrays.equals(known, publicKey));
    }

    /** Deterministic for equal states. */
    void describe(StringBuilder out) {
        if (!terms.isEmpty()) {
            out.append(terms);
        }
    }
}
