package consort.coordinator.cli;

import consort.coordinator.loop.LedgerAuthorities;
import consort.coordinator.loop.LedgerFolder;
import consort.coordinator.loop.LedgerReplay;
import consort.coordinator.loop.RestoredMark;
import consort.coordinator.rpc.Reissuing;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CertificateRequest;
import consort.ledger.fold.State;
import consort.ledger.json.JsonObject;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code certify}: from the files, beside a running coordinator or without one. */
@Command(name = "certify", mixinStandardHelpOptions = true, description = {
    "Give an organization whose certificate has ended another, for a file that 'consort member renew --request' wrote. Its",
    "present key of the ledger must have signed it. The coordinator may be running."})
final class CertifyCommand implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Parameters(paramLabel = "FILE", description = "the request")
    private Path file;

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "where the answer goes; send it to the organization, it is no secret")
    private Path out;

    @Option(names = "--json", description = "answer as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CoordinatorFolder folder = dir.folder();
        if (Files.exists(out)) {
            throw new CommandException(ExitCode.USAGE, "--out " + out + " exists already; name another file");
        }
        byte[] request = request();
        Reissuing.Answer answer = reissuing(folder).certify(request);
        Files.write(out, answer.file(), StandardOpenOption.CREATE_NEW);
        spec.commandLine().getOut().println(json
                ? JsonObject.builder().put("organization", answer.organization())
                        .put("notAfterMillis", answer.notAfter().toEpochMilli()).build().canonicalText()
                : answer.organization() + " is certified until " + answer.notAfter() + "\nSend it " + out
                        + ", for: consort member renew --answer FILE");
        return ExitCode.OK.code();
    }

    private byte[] request() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CommandException(ExitCode.USAGE, "there is no file " + file
                    + "; name the request that 'consort member renew --request' wrote");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(CertificateRequest.MAX_BYTES + 1);
        }
    }

    private static Reissuing reissuing(CoordinatorFolder folder) throws IOException {
        Disk ledger = new FileDisk(folder.ledger());
        LedgerFolder documents = new LedgerFolder(ledger);
        // Read before the checkpoint: should the coordinator go on in between, this refuses once too often, not once too seldom.
        Optional<RestoredMark> mark = RestoredMark.read(ledger);
        LogReader log = new LogReader(TileSource.of(ledger));
        SignedCheckpoint checkpoint = log.checkpoint();
        if (mark.isPresent() && !mark.get().isOver(checkpoint.checkpoint().size())) {
            throw new CommandException(ExitCode.REFUSED, "this ledger was restored, and may lack what was revoked or replaced since, until"
                    + " members said what they hold of it: let it go on first (consort coordinator serve), and certify then");
        }
        State state = LedgerReplay.published(log, checkpoint, documents);
        LedgerAuthorities authorities = LedgerAuthorities.of(state, log, checkpoint.checkpoint(), documents);
        return new Reissuing(new AuthorityKeys(folder, new SecureRandom(), () -> authorities), state,
                CoordinatorConfig.read(folder.config()).certificates().member(), Clock.systemUTC(), new FileDisk(folder.root()));
    }
}
