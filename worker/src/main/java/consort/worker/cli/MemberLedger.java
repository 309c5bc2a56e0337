package consort.worker.cli;

import consort.ledger.disk.Disk;
import consort.ledger.json.JsonObject;
import consort.proto.ReportReply;
import consort.worker.copy.CopyFolder;
import consort.worker.copy.DamagedCopyException;
import consort.worker.copy.LedgerCopy;
import consort.worker.enroll.KnownKeys;
import consort.worker.folder.PartyFolder;
import consort.worker.member.Holdings;
import consort.worker.member.MemberChannel;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.FolderKeys;
import consort.worker.session.PeerText;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code consort member ledger}. */
@Command(name = "ledger", mixinStandardHelpOptions = true,
        description = "Bring a copy of the ledger up to date, in a folder that anybody can audit.")
final class MemberLedger implements Callable<Integer> {

    @Parameters(paramLabel = "TARGET", description = "The folder of the copy: a copy of before, or an empty one; made if absent.")
    private Path target;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, StatusException {
        PartyFolder folder = dir.folder();
        folder.enrolled();
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            KnownKeys logKeys = new FolderKeys(folder, channel);
            Disk copy = CopyFolder.open(target, logKeys);
            report(channel, folder, copy);
            LedgerCopy.Summary summary = new LedgerCopy(channel, copy, logKeys).update();
            reporting.print("%d entries, %d files (%d bytes) new in %s\nNext: consort audit verify %s --trust %s".formatted(
                            summary.entries(), summary.files(), summary.bytes(), target, target, folder.trustFile()),
                    JsonObject.builder()
                            .put("entries", summary.entries())
                            .put("root", summary.root().hex())
                            .put("files", summary.files())
                            .put("bytes", summary.bytes())
                            .build());
        } catch (DamagedCopyException e) {
            throw new CommandFailure(ExitCodes.DISK, "the copy in " + target + " is damaged: " + e.getMessage()
                    + ". It was whole when it was fetched, so something on this machine changed it; fetch the ledger into a new"
                    + " folder, and look at this machine's disk");
        }
        return ExitCodes.OK;
    }

    /** A coordinator whose ledger was restored from a backup goes on when its members said what they hold. */
    private void report(CoordinatorChannel channel, PartyFolder folder, Disk copy) throws IOException, StatusException {
        Optional<ReportReply> reply = Holdings.report(channel, folder, copy).filter(ReportReply::getWaiting);
        if (reply.isEmpty()) {
            return;
        }
        String said = "the coordinator was told what is held here. It says: " + PeerText.shown(reply.get().getMessage());
        if (reply.get().getContradicted()) {
            throw new CommandFailure(ExitCodes.REFUSED, said + ". The copy in " + target + " stays as it is: if it is the newest,"
                    + " give it to the operator");
        }
        spec.commandLine().getErr().println(said);
    }
}
