package consort.ledger.fold;

import consort.ledger.entry.Dispute;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.ledger.merkle.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of the state about what became of bills: who disputed and who accepted them, which of their transfers are to be
 * paid, and which were. Read-only outside this package, and live.
 */
public final class Settlements {

    /** What was said of one bill; disputes and instructions by index and number. */
    private record Said(Hash bill, TreeMap<String, Long> acks, List<Long> disputes, List<Long> instructions) {

        static Said copy(Said other) {
            return new Said(other.bill, new TreeMap<>(other.acks), new ArrayList<>(other.disputes), new ArrayList<>(other.instructions));
        }
    }

    private final TreeMap<Long, Said> bills = new TreeMap<>();
    /** By the index of each. */
    private final TreeMap<Long, DisputeView> disputes = new TreeMap<>();
    /** Number n stands at n - 1. */
    private final List<InstructionView> instructions = new ArrayList<>();
    /** How many of an organization's entries stand here. */
    private final TreeMap<String, Long> entries = new TreeMap<>();

    Settlements() {
    }

    Settlements(Settlements other) {
        other.bills.forEach((period, said) -> bills.put(period, Said.copy(said)));
        disputes.putAll(other.disputes);
        instructions.addAll(other.instructions);
        entries.putAll(other.entries);
    }

    /** Leaf hash of a closed period's bill: what {@code ack} entries name. */
    public Hash bill(long period) {
        return bills.get(period).bill();
    }

    /** Who accepted a closed period's bill, by name, with the index of the entry. */
    public SortedMap<String, Long> acks(long period) {
        return Collections.unmodifiableSortedMap(bills.get(period).acks());
    }

    /** The disputes about a closed period's bill, oldest first. */
    public List<DisputeView> disputes(long period) {
        return bills.get(period).disputes().stream().map(disputes::get).toList();
    }

    /** The dispute that was entered at this index. */
    public Optional<DisputeView> dispute(long index) {
        return Optional.ofNullable(disputes.get(index));
    }

    /** What was instructed of a closed period's transfers, oldest first. */
    public List<InstructionView> instructions(long period) {
        return bills.get(period).instructions().stream().map(number -> instruction(number).orElseThrow()).toList();
    }

    public Optional<InstructionView> instruction(long number) {
        return number < 1 || number > instructions.size() ? Optional.empty() : Optional.of(instructions.get((int) number - 1));
    }

    /** All there are, by number. */
    public List<InstructionView> instructions() {
        return Collections.unmodifiableList(instructions);
    }

    /** The number that the next instruction must have. */
    public long nextInstruction() {
        return instructions.size() + 1L;
    }

    void billed(long period, Hash bill) {
        bills.put(period, new Said(bill, new TreeMap<>(), new ArrayList<>(), new ArrayList<>()));
    }

    void disputed(long index, Dispute dispute) {
        disputes.put(index, new DisputeView(index, dispute));
        bills.get(dispute.period()).disputes().add(index);
        count(dispute.organization());
    }

    void resolved(long index, Resolution resolution) {
        disputes.computeIfPresent(resolution.dispute(), (at, dispute) -> dispute.resolvedBy(index, resolution));
    }

    void acknowledged(long index, long period, String organization) {
        bills.get(period).acks().put(organization, index);
        count(organization);
    }

    void instructed(long index, SettlementInstruct instruct) {
        instructions.add(new InstructionView(index, instruct));
        bills.get(instruct.period()).instructions().add(instruct.instruction());
    }

    void confirmed(long index, SettlementConfirm confirm, long ledgerTimeMillis) {
        int at = (int) confirm.instruction() - 1;
        instructions.set(at, instructions.get(at).confirmedBy(index, confirm, ledgerTimeMillis));
        count(confirm.organization());
    }

    /** Their number is bounded by those of the bills and payments that they are about. */
    long entriesOf(String organization) {
        return entries.getOrDefault(organization, 0L);
    }

    private void count(String organization) {
        entries.merge(organization, 1L, Long::sum);
    }

    /** Deterministic for equal states. */
    void describe(StringBuilder out) {
        out.append(bills).append(disputes).append(instructions).append(entries);
    }
}
