package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.SignerKey;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.run.WitnessExit;
import consort.worker.run.WitnessRun;
import consort.worker.session.Notice;
import consort.worker.witness.WitnessKeys;
import io.grpc.StatusException;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code consort member witness}. */
@Command(name = "witness", mixinStandardHelpOptions = true,
        description = "Be the organization's witness of the ledger until stopped with Ctrl-C or SIGTERM: cosign each checkpoint that"
                + " continues the last one, and nothing else.")
final class MemberWitness implements Callable<Integer> {

    private static final Duration ONCE = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 10;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    @Option(names = "--once", description = "Cosign one checkpoint, and end. Waits 60 s at most to be asked.")
    private boolean once;

    @Option(names = "--replace-key", description = "Take over from another folder's witness of this organization, whose key counts no more then.")
    private boolean replaces;

    @Mixin
    private DirOption dir;

    @Mixin
    private ProxyOption proxy;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException, InterruptedException {
        PartyFolder folder = dir.folder();
        Enrolled enrolled = Office.of(folder);
        OwnClock.requireNotBefore(folder.credential(), "the certificate of " + enrolled.organization());
        SignerKey key = admitted(folder, enrolled.organization());
        WitnessRun run = new WitnessRun(folder, proxy.route(folder, folder.coordinator()), this::tell);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicInteger exitCode = new AtomicInteger(ExitCodes.OK);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run, ended, exitCode), "stop"));
        try {
            WitnessExit exit = run.run(key, once ? Optional.of(ONCE) : Optional.empty());
            exitCode.set(exitCode(exit.kind()));
            return exitCode.get();
        } finally {
            ended.countDown();
        }
    }

    /** The witness's key, which stands in the ledger when this returns. */
    private SignerKey admitted(PartyFolder folder, String organization) throws IOException, StatusException {
        WitnessKeys keys = new WitnessKeys(folder, organization);
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            OwnEntries own = new OwnEntries(folder, channel);
            own.settle();
            String standing = OwnStatus.string(OwnStatus.fetch(channel, organization), "witnessKey");
            String mine = keys.kept().map(key -> CosignerKey.of(key).toString()).orElse("");
            if (!standing.isEmpty() && !standing.equals(mine) && !replaces) {
                throw new CommandFailure(ExitCodes.FOLDER, organization + " has a witness already, with the key " + standing
                        + ", which is not this folder's: perhaps one of your workers is it. Run it where its key is; if that is lost,"
                        + " --replace-key takes over from it");
            }
            SignerKey key = keys.present();
            CosignerKey known = CosignerKey.of(key);
            if (!standing.equals(known.toString())) {
                keys.admit(known, own);
                tell(new Notice(Notice.Kind.SITE, "the ledger admits the witness of " + organization + ": " + known));
            }
            return key;
        }
    }

    private static int exitCode(WitnessExit.Kind kind) {
        return switch (kind) {
            case DONE -> ExitCodes.OK;
            case UNASKED -> ExitCodes.UNREACHABLE;
            case CERTIFICATE -> ExitCodes.CERTIFICATE;
            case REPLACED -> ExitCodes.FOLDER;
            case REFUSED -> ExitCodes.REFUSED;
            case UNPROVEN -> ExitCodes.UNPROVEN;
            case FORK -> ExitCodes.TAMPERING;
        };
    }

    /** Runs when a signal ends the process, which then ends as the witness did: with 0 unless it caught something meanwhile. */
    private static void stop(WitnessRun run, CountDownLatch ended, AtomicInteger exitCode) {
        if (ended.getCount() == 0) {
            return;
        }
        run.stop();
        try {
            if (ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(exitCode.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(Notice notice) {
        String kind = notice.kind().name().toLowerCase(Locale.ROOT);
        reporting.print("%s  %-8s  %s".formatted(LocalTime.now().format(CLOCK), kind, notice.text()),
                JsonObject.builder()
                        .put("timeMillis", System.currentTimeMillis())
                        .put("event", kind)
                        .put("text", notice.text())
                        .build());
    }
}
