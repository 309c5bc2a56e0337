package consort.ledger.fold;

import consort.ledger.entry.Commitments;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.WorkerId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The part of the state about private fields. Every claim may commit to some, so what is kept of each is a few bytes: who signed it and
 * which fields, not the commitments.
 */
final class Privacy implements PrivacyView {

    private static final int FIRST_CAPACITY = 16;

    /** Of the entries that commit to something, ascending. */
    private long[] indexes;
    /** Beside each index, its signer's place in {@link #signers}. */
    private int[] signerOf;
    /** Beside each index, a bit for each field by its ordinal. */
    private byte[] fieldsOf;
    private int count;
    private final List<Optional<WorkerId>> signers = new ArrayList<>();
    private final Map<Optional<WorkerId>, Integer> places = new HashMap<>();
    private final TreeMap<Long, Map<PrivateField, Long>> erased = new TreeMap<>();
    /** Erasures that an organization's own key signed. */
    private final TreeMap<String, Long> erasures = new TreeMap<>();

    Privacy() {
        indexes = new long[FIRST_CAPACITY];
        signerOf = new int[FIRST_CAPACITY];
        fieldsOf = new byte[FIRST_CAPACITY];
    }

    Privacy(Privacy other) {
        indexes = other.indexes.clone();
        signerOf = other.signerOf.clone();
        fieldsOf = other.fieldsOf.clone();
        count = other.count;
        signers.addAll(other.signers);
        places.putAll(other.places);
        other.erased.forEach((index, fields) -> erased.put(index, new EnumMap<>(fields)));
        erasures.putAll(other.erasures);
    }

    @Override
    public Optional<CommittedView> committed(long index) {
        int at = Arrays.binarySearch(indexes, 0, count, index);
        return at < 0 ? Optional.empty() : Optional.of(new CommittedView(index, signers.get(signerOf[at]), fields(fieldsOf[at]),
                Collections.unmodifiableMap(erased.getOrDefault(index, Map.of()))));
    }

    @Override
    public int size() {
        return count;
    }

    /** Takes an entry that may commit to something. Indexes only grow. */
    void add(long index, Optional<WorkerId> signer, Commitments priv) {
        if (priv.isEmpty()) {
            return;
        }
        if (count == indexes.length) {
            indexes = Arrays.copyOf(indexes, 2 * count);
            signerOf = Arrays.copyOf(signerOf, 2 * count);
            fieldsOf = Arrays.copyOf(fieldsOf, 2 * count);
        }
        indexes[count] = index;
        signerOf[count] = places.computeIfAbsent(signer, one -> {
            signers.add(one);
            return signers.size() - 1;
        });
        fieldsOf[count] = bits(priv.fields());
        count++;
    }

    void erase(long index, List<ErasedFields> fields) {
        for (ErasedFields one : fields) {
            Map<PrivateField, Long> of = erased.computeIfAbsent(one.entry(), entry -> new EnumMap<>(PrivateField.class));
            one.fields().forEach(field -> of.put(field, index));
        }
    }

    void countErasure(String organization) {
        erasures.merge(organization, 1L, Long::sum);
    }

    /** How many of an organization's own entries are erasures. */
    long erasuresBy(String organization) {
        return erasures.getOrDefault(organization, 0L);
    }

    /** Deterministic for equal states. */
    void describe(StringBuilder out) {
        for (int at = 0; at < count; at++) {
            out.append(' ').append(indexes[at]).append(' ').append(signers.get(signerOf[at])).append(' ').append(fieldsOf[at]);
        }
        out.append(erased).append(erasures);
    }

    private static byte bits(Set<PrivateField> fields) {
        int bits = 0;
        for (PrivateField field : fields) {
            bits |= 1 << field.ordinal();
        }
        return (byte) bits;
    }

    private static Set<PrivateField> fields(byte bits) {
        EnumSet<PrivateField> fields = EnumSet.noneOf(PrivateField.class);
        for (PrivateField field : PrivateField.values()) {
            if ((bits & 1 << field.ordinal()) != 0) {
                fields.add(field);
            }
        }
        return Collections.unmodifiableSet(fields);
    }
}
