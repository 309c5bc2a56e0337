package consort.simulator.check;

import consort.ledger.entry.Ack;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Entry;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.simulator.ViolationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What becomes of the bill, which nothing in a simulation is late for: all accept it before its payments are instructed. */
public final class BillWatch {

    private final Set<Long> open = new HashSet<>();
    private final Set<String> acks = new HashSet<>();
    private final List<Transfer> due = new ArrayList<>();
    private final TreeMap<Long, SettlementInstruct> unconfirmed = new TreeMap<>();
    private List<String> billed = List.of();
    private String bill = "";
    private long instructions;

    BillWatch() {
    }

    void entry(Entry entry) {
        switch (entry.body()) {
            case PeriodClose close -> {
                bill = entry.leafHash().hex();
                billed = close.members().stream().map(PeriodClose.Line::organization).toList();
                due.addAll(close.transfers());
            }
            case Dispute dispute -> {
                require(!acks.contains(dispute.organization()), entry, "it has accepted the bill");
                open.add(entry.index());
            }
            case Resolution resolution -> require(open.remove(resolution.dispute()), entry, "no such dispute is open");
            case Ack ack -> {
                require(ack.bill().equals(bill), entry, "it accepts another bill");
                require(acks.add(ack.organization()), entry, "it accepts the bill twice");
            }
            case SettlementInstruct instruct -> {
                require(open.isEmpty() && acks.containsAll(billed), entry, "the bill can still be disputed");
                require(instruct.instruction() == ++instructions, entry, "it has another number");
                require(due.remove(instruct.transfer()), entry, "the bill asks for no such payment, or not twice");
                unconfirmed.put(instruct.instruction(), instruct);
            }
            case SettlementConfirm confirm -> {
                SettlementInstruct paid = unconfirmed.remove(confirm.instruction());
                require(paid != null && paid.to().equals(confirm.organization()) && paid.amountMinor() == confirm.amountMinor(), entry,
                        "it confirms no payment to it, or one twice");
            }
            default -> { }
        }
    }

    private static void require(boolean holds, Entry entry, String problem) {
        if (!holds) {
            throw new ViolationException("entry " + entry.index() + " (" + entry.type().text() + "): " + problem);
        }
    }

    /** Leaf hash of the bill. */
    public String bill() {
        return bill;
    }

    /** An open dispute; -1 when there is none. */
    public long openDispute() {
        return open.stream().findFirst().orElse(-1L);
    }

    /** Payments that were instructed and not confirmed. */
    public List<SettlementInstruct> unconfirmed() {
        return List.copyOf(unconfirmed.values());
    }

    /** Whether all payments are instructed and confirmed. */
    public boolean paid() {
        return due.isEmpty() && unconfirmed.isEmpty();
    }
}
