package consort.worker.cli;

import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Line;
import consort.ledger.entry.PeriodClose.Transfer;
import consort.ledger.money.Amounts;
import consort.ledger.money.DeviceTimes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** One organization's part of a bill, in plain words; a statement has it in all its parts. */
final class BillLines {

    private final PeriodClose close;
    private final List<String> lines = new ArrayList<>();

    private BillLines(PeriodClose close) {
        this.close = close;
    }

    /** @param organization has a line in it */
    static List<String> of(PeriodClose close, long entry, String organization) {
        BillLines bill = new BillLines(close);
        bill.lines.add("The bill of period " + close.period() + " (ledger entry " + entry + "), closed "
                + Instant.ofEpochMilli(close.timeMillis()).truncatedTo(ChronoUnit.SECONDS));
        bill.lines.add("");
        close.members().stream().filter(line -> line.organization().equals(organization)).forEach(bill::line);
        close.transfers().stream().filter(transfer -> transfer.from().equals(organization) || transfer.to().equals(organization))
                .forEach(transfer -> bill.transfer(transfer, organization));
        return List.copyOf(bill.lines);
    }

    private void line(Line line) {
        row("device time, normalized", DeviceTimes.format(line.ngpuMillis()));
        row("costs paid for all", amount(line.externalMinor()));
        row("credit", amount(line.creditMinor()));
        row("the pool of all credits", amount(close.poolMinor()));
        row("share of the pool", amount(line.shareMinor()));
        row("net", signed(line.netMinor()));
        if (line.payableMinor() != line.netMinor()) {
            row("corrections of earlier bills", signed(line.correctionMinor()));
            row("agreed adjustments", signed(line.journalMinor()));
            row("payable", signed(line.payableMinor()));
        }
    }

    private void transfer(Transfer transfer, String organization) {
        row(transfer.from().equals(organization) ? "pays " + transfer.to() : "is paid by " + transfer.from(),
                amount(transfer.amountMinor()));
    }

    private String amount(long minor) {
        return Amounts.format(minor, close.currency()) + " " + close.currency();
    }

    private String signed(long minor) {
        return Amounts.formatSigned(minor, close.currency()) + " " + close.currency();
    }

    private void row(String what, String value) {
        lines.add("  %-45s %20s".formatted(what, value));
    }
}
