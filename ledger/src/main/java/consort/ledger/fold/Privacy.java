package consort.ledger.fold;

import consort.ledger.entry.Commitments;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.WorkerId;
import java.util.ArrayList;
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

    private static final int INDEX = 0;
    /** The signer's place in {@link #signers}. */
    private static final int SIGNER = INDEX + Long.BYTES;
    /** A bit for each field by its ordinal. */
    private static final int FIELDS = SIGNER + Integer.BYTES;
    private static final int WIDTH = FIELDS + Byte.BYTES;

    /** Of the entries that commit to something, by their indexes, ascending. */
    private final Rows rows;
    private final List<Optional<WorkerId>> signers = new ArrayList<>();
    private final Map<Optional<WorkerId>, Integer> places = new HashMap<>();
    private final TreeMap<Long, Map<PrivateField, Long>> erased = new TreeMap<>();
    /** Erasures that an organization's own key signed. */
    private final TreeMap<String, Long> erasures = new TreeMap<>();

    Privacy(Pages pages) {
        rows = new Rows(pages, WIDTH);
    }

    Privacy(Privacy other) {
        rows = new Rows(other.rows);
        signers.addAll(other.signers);
        places.putAll(other.places);
        other.erased.forEach((index, fields) -> erased.put(index, new EnumMap<>(fields)));
        erasures.putAll(other.erasures);
    }

    @Override
    public Optional<CommittedView> committed(long index) {
        int row = rows.firstNotBelow(INDEX, index);
        return row == rows.count() || rows.getLong(row, INDEX) != index ? Optional.empty()
                : Optional.of(new CommittedView(index, signers.get(rows.getInt(row, SIGNER)), fields(rows.getByte(row, FIELDS)),
                        Collections.unmodifiableMap(erased.getOrDefault(index, Map.of()))));
    }

    @Override
    public int size() {
        return rows.count();
    }

    /** Takes an entry that may commit to something. Indexes only grow. */
    void add(long index, Optional<WorkerId> signer, Commitments priv) {
        if (priv.isEmpty()) {
            return;
        }
        int row = rows.add();
        rows.putLong(row, INDEX, index);
        rows.putInt(row, SIGNER, places.computeIfAbsent(signer, one -> {
            signers.add(one);
            return signers.size() - 1;
        }));
        rows.putByte(row, FIELDS, bits(priv.fields()));
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
        for (int row = 0; row < rows.count(); row++) {
            out.append(' ').append(rows.getLong(row, INDEX)).append(' ').append(signers.get(rows.getInt(row, SIGNER))).append(' ')
                    .append(rows.getByte(row, FIELDS));
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
