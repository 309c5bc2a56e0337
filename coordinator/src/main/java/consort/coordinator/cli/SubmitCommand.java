package consort.coordinator.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.JobDocument;
import consort.ledger.json.JsonObject;
import consort.ledger.plan.EstimateText;
import consort.proto.EstimateReply;
import consort.proto.EstimateRequest;
import consort.proto.ModelFacts;
import consort.proto.SubmitReply;
import consort.proto.SubmitRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code submit}: brings a job into canonical form, has it estimated, uploads its initial model, and starts a run. What cannot
 * fit is refused before the upload.
 */
@Command(name = "submit", mixinStandardHelpOptions = true,
        description = "Say what a job will take, submit it and start a run of it; refuse one that cannot fit.")
final class SubmitCommand implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Parameters(paramLabel = "JOB.yaml", description = "the job; docs/operate.md describes its keys")
    private Path file;

    @Option(names = "--model", paramLabel = "FILE", description = "the initial model (safetensors), uploaded first")
    private Path model;

    @Option(names = "--await-workers",
            description = "submit it even if no worker that was here offers its trainer or data, and wait for one")
    private boolean awaitsWorkers;

    @Option(names = "--again", paramLabel = "RUN",
            description = "run the same job once more, with the same --model: RUN is its last run, which ended")
    private long after;

    @Option(names = "--dry-run", description = "only say what it will take; nothing is uploaded or submitted")
    private boolean dryRun;

    @Option(names = "--json", description = "answer as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<String> digest = Optional.ofNullable(model).map(ModelUpload::digest);
        JobDocument job = JobFile.read(file, digest);
        Optional<ModelFacts> facts = Optional.ofNullable(model).map(path -> ModelUpload.requireFit(path, job));
        try (Client client = Client.connect(dir.folder())) {
            if (dryRun) {
                EstimateReply made = estimate(client, job, facts);
                print(Optional.of(made.getEstimate()), made.getWarning(), job, Optional.empty());
                return ExitCode.OK.code();
            }
            if (digest.isPresent()) {
                estimate(client, job, facts);
                ModelUpload.upload(client, model, digest.get());
            }
            SubmitReply reply = client.submitter(coordinator -> coordinator.submit(
                    SubmitRequest.newBuilder().setJob(UnsafeByteOperations.unsafeWrap(job.bytes()))
                            .setAwaitWorkers(awaitsWorkers).setAfterRun(after).build()));
            print(Optional.of(reply.getEstimate()).filter(made -> !made.isEmpty()), reply.getWarning(), job, Optional.of(reply));
        }
        return ExitCode.OK.code();
    }

    private EstimateReply estimate(Client client, JobDocument job, Optional<ModelFacts> model) {
        EstimateRequest.Builder request = EstimateRequest.newBuilder().setJob(UnsafeByteOperations.unsafeWrap(job.bytes()))
                .setAwaitWorkers(awaitsWorkers);
        model.ifPresent(request::setModel);
        return client.submitter(coordinator -> coordinator.estimate(request.build()));
    }

    private void print(Optional<ByteString> made, String warning, JobDocument job, Optional<SubmitReply> reply) {
        PrintWriter out = spec.commandLine().getOut();
        Optional<EstimateDocument> estimate = made.map(bytes -> EstimateDocument.parse(bytes.toByteArray()));
        if (json) {
            JsonObject.Builder answer = JsonObject.builder().put("job", job.digest())
                    .putIfPresent("estimate", estimate.map(EstimateDocument::json));
            if (!warning.isEmpty()) {
                answer.put("warning", warning);
            }
            reply.ifPresent(one -> answer.put("run", one.getRun()).put("already", one.getAlready()).put("ended", one.getEnded())
                    .put("waitsFor", one.getWaitsFor()));
            out.println(answer.build().canonicalText());
            return;
        }
        estimate.ifPresent(one -> {
            out.println("estimate for job " + job.name() + ":");
            EstimateText.of(one).forEach(out::println);
        });
        if (!warning.isEmpty()) {
            out.println("warning: " + warning);
        }
        out.println(reply.map(SubmitCommand::text).orElse("nothing was submitted: job " + job.digest()));
    }

    private static String text(SubmitReply reply) {
        if (reply.getRun() == 0) {
            return "job " + reply.getJob() + (reply.getAlready() ? " was submitted before and " : " ") + reply.getWaitsFor()
                    + "\nNext: each member reads and approves it with 'consort member approve " + reply.getJob() + "'";
        }
        if (reply.getEnded()) {
            return "this job was run already, as run " + reply.getRun() + ", which has ended; no other was started: job "
                    + reply.getJob() + "\nTo run it once more, add --again " + reply.getRun() + " to the same command, its --model included";
        }
        return reply.getAlready()
                ? "this job runs already as run " + reply.getRun() + "; no other was started: job " + reply.getJob()
                : "run " + reply.getRun() + " started: job " + reply.getJob();
    }
}
