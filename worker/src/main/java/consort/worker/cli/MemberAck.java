package consort.worker.cli;

import consort.ledger.entry.Ack;
import consort.ledger.entry.Entry;
import consort.ledger.entry.PeriodClose;
import consort.ledger.json.JsonObject;
import consort.worker.copy.RemoteEntry;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.FolderKeys;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code consort member ack}. What is signed is the leaf hash of the bill's entry, which is fetched and read out first. After a lost
 * answer the same command finds the bill accepted.
 */
@Command(name = "ack", mixinStandardHelpOptions = true,
        description = "Read the organization's part of a bill, and accept it with the organization's key.")
final class MemberAck implements Callable<Integer> {

    @Option(names = "--period", required = true, paramLabel = "N", description = "The closed period.")
    private long period;

    @Option(names = "--yes", description = "Accept without being asked.")
    private boolean yes;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException {
        PartyFolder folder = dir.folder();
        String organization = Office.of(folder).organization();
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            OwnEntries own = new OwnEntries(folder, channel);
            own.settle();
            JsonObject bill = OwnBills.bill(OwnStatus.fetch(channel, organization), period);
            if (OwnBills.has(bill, "ack")) {
                report(organization, true, OwnStatus.number(bill, "ack"));
                return ExitCodes.OK;
            }
            Entry close = RemoteEntry.fetch(channel, new FolderKeys(folder, channel), OwnStatus.number(bill, "entry"),
                    body -> body instanceof PeriodClose one && one.period() == period, "is not the bill of period " + period);
            agree(organization, close);
            report(organization, false,
                    own.append(seq -> new Ack(System.currentTimeMillis(), organization, seq, period, close.leafHash().hex())));
        }
        return ExitCodes.OK;
    }

    private void agree(String organization, Entry close) {
        BillLines.of((PeriodClose) close.body(), close.index(), organization).forEach(reporting::say);
        reporting.say("");
        reporting.say("'consort audit statement' tells from which entries it follows. Who accepts a bill disputes it no more.");
        reporting.say("");
        if (!yes && !Consent.asked("Does " + organization + " accept this bill?", reporting.out())) {
            throw new CommandFailure(ExitCodes.NOT_ACCEPTED, "the bill was not accepted; nothing was sent");
        }
    }

    private void report(String organization, boolean already, long entry) {
        reporting.print(organization + (already ? " has accepted the bill of period " + period + " already"
                : " accepted the bill of period " + period) + ", with entry " + entry, JsonObject.builder().put("organization", organization)
                .put("period", period).put("already", already).put("entry", entry).build());
    }
}
