package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.proto.ModelVersion;
import consort.worker.cache.DigestMismatchException;
import consort.worker.cache.PartialFile;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.rpc.BlobClient;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code consort model get}. */
@Command(name = "get", mixinStandardHelpOptions = true,
        description = "Fetch a model and verify its digest. A broken transfer goes on where it stopped when started again;"
                + " an existing file is replaced.")
final class ModelGet implements Callable<Integer> {

    private static final Pattern WHICH = Pattern.compile("([1-9][0-9]{0,9})(?:/([0-9]{1,10}))?");
    private static final int ATTEMPTS = 5;

    @Parameters(paramLabel = "RUN[/ROUND]", description = "Which model; without a round, the run's last one.")
    private String which;

    @Mixin
    private OutFile out;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException, InterruptedException {
        Matcher wanted = WHICH.matcher(which);
        if (!wanted.matches()) {
            throw new ConfigException("which model? RUN or RUN/ROUND, like 1 or 1/3, not \"" + which + "\"");
        }
        PartyFolder folder = dir.folder();
        folder.enrolled();
        Path target = out.prepared();
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            ModelVersion model = choose(channel, wanted);
            requireKept(model);
            fetch(new BlobClient(channel), model, target);
            report(model);
        }
        return ExitCodes.OK;
    }

    private ModelVersion choose(CoordinatorChannel channel, Matcher wanted) throws StatusException {
        long run = Long.parseLong(wanted.group(1));
        AtomicReference<ModelVersion> newest = new AtomicReference<>();
        ModelPages.each(channel, model -> {
            if (model.getRun() == run && (wanted.group(2) == null || model.getRound() == Long.parseLong(wanted.group(2)))) {
                newest.set(model);
            }
        });
        return Optional.ofNullable(newest.get()).orElseThrow(() -> new CommandFailure(ExitCodes.REFUSED, "there is no model " + which
                + "; consort model list shows what there is"));
    }

    /** The ledger names every model for ever; the coordinator's retention need not keep its bytes. */
    private static void requireKept(ModelVersion model) {
        if (model.getBytes() == 0) {
            throw new CommandFailure(ExitCodes.REFUSED, "the model of run " + model.getRun() + ", round " + model.getRound()
                    + " (SHA-256 " + model.getDigest() + ", ledger entry " + model.getEntry() + ") is no longer kept:"
                    + " the coordinator's retention deleted it; consort model list shows which are kept");
        }
    }

    private void fetch(BlobClient blobs, ModelVersion model, Path target)
            throws IOException, StatusException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try (PartialFile file = PartialFile.open(target, model.getDigest(), model.getBytes());
                    ProgressBar bar = bar(model)) {
                blobs.fetch(model.getDigest(), file, bar::stepTo);
                file.finish();
                return;
            } catch (DigestMismatchException e) {
                throw new CommandFailure(ExitCodes.TRANSFER, e.getMessage());
            } catch (StatusException e) {
                if (attempt == ATTEMPTS || !Failures.again(e.getStatus())) {
                    throw e;
                }
                Thread.sleep(500);
            }
        }
    }

    /** Drawn on a terminal only. */
    private ProgressBar bar(ModelVersion model) {
        boolean terminal = System.console() != null && System.console().isTerminal() && !reporting.isJson();
        ProgressBarConsumer consumer = terminal ? new ConsoleProgressBarConsumer(System.err)
                : new DelegatingProgressBarConsumer(line -> { });
        return new ProgressBarBuilder().setTaskName("model").setInitialMax(model.getBytes()).setUnit(" MiB", 1 << 20)
                .setConsumer(consumer).build();
    }

    private void report(ModelVersion model) {
        reporting.print("%s: run %d, round %d, %d bytes, SHA-256 %s (verified; ledger entry %d)".formatted(out.path(), model.getRun(),
                        model.getRound(), model.getBytes(), model.getDigest(), model.getEntry()),
                JsonObject.builder()
                        .put("file", out.path().toString())
                        .put("run", model.getRun())
                        .put("round", model.getRound())
                        .put("sha256", model.getDigest())
                        .put("bytes", model.getBytes())
                        .put("entry", model.getEntry())
                        .build());
    }
}
