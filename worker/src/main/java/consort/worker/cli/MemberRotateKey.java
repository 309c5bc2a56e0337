package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.ledger.note.VerifierKey;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code consort member rotate-key}. */
@Command(name = "rotate-key", mixinStandardHelpOptions = true,
        description = "Go over to a new signing key of the organization; the present one signs it, and counts no more then."
                + " After a failure, run it again.")
final class MemberRotateKey implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException {
        PartyFolder folder = dir.folder();
        Enrolled enrolled = Office.of(folder);
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            VerifierKey key = new OwnEntries(folder, channel).rotate(enrolled.organization(), System.currentTimeMillis());
            reporting.print(enrolled.organization() + " signs with a new key: " + key + "\nThe one before counts no more. Back up "
                            + folder.signingKeyFile() + ": nobody else has it.",
                    JsonObject.builder().put("organization", enrolled.organization()).put("key", key.toString()).build());
        }
        return ExitCodes.OK;
    }
}
