package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.UsageClaim;
import consort.trainer.protocol.reference.ReferenceTrainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of the trainer before it connects, and before writes of a thread of it: while it says who it is, reports steps,
 * writes its update and answers; and while it evaluates. Each costs one task, which counts for nothing, and no worker.
 */
class TrainerKillTest {

    private static final boolean ALL = System.getProperty("consort.faults", "").equals("all");
    private static final long MODEL_BYTES = 4096;
    private static final int ROUNDS = 2;
    /** Java's own start makes eight writes, of a page each. */
    private static final int FIRST_WRITE = 9;
    private static final int LAST_WRITE = 24;
    /** Takes the next line of its plan, a call and a number, at each start. */
    private static final String SCRIPT = """
            plan=$1; shift
            read -r call number <"$plan"
            sed -i 1d "$plan"
            [ -n "$call" ] || exec "$@"
            exec strace -f -qq -e signal=none -o /dev/null -e "trace=$call" -e "inject=$call:signal=KILL:when=$number" "$@"
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void eachCostsOneTask() throws Exception {
        Strace.assume();
        List<String> steps = new ArrayList<>(List.of("connect 1", "write 10", "write 13", "write 16"));
        for (int number = FIRST_WRITE; ALL && number <= LAST_WRITE; number++) {
            steps.add("write " + number);
        }
        Path tools = Files.createDirectories(root.resolve("tools"));
        Path plan = Files.writeString(tools.resolve("plan"), String.join("\n", steps) + "\n");
        List<String> command = new ArrayList<>(List.of("/bin/sh", Files.writeString(tools.resolve("script"), SCRIPT).toString(), plan.toString()));
        command.addAll(ReferenceTrainer.command(MODEL_BYTES, 20));
        try (Consortium consortium = new Consortium(root.resolve("pool"))) {
            consortium.serve();
            consortium.enroll("acme");
            Site acme = consortium.join("acme", "w1");
            acme.offerWriter(consortium.port(), command, tools, "train");
            Running worker = consortium.run(acme);
            consortium.submit(new JobFile("killed", 1).with("rounds", ROUNDS).with("maxAbandonedRounds", steps.size()),
                    consortium.initialModel(MODEL_BYTES));
            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).as(worker.said()).isEqualTo(RunEnded.Outcome.COMPLETED);

            List<UsageClaim> failed = consortium.bodies(UsageClaim.class).stream()
                    .filter(claim -> claim.outcome() == UsageClaim.Outcome.FAILED).toList();
            System.out.printf("%d kills of the trainer cost %d tasks of %d%n", steps.size(), failed.size(),
                    consortium.bodies(UsageClaim.class).size());
            assertThat(failed).as("a kill of a trainer that has answered already costs none").hasSizeBetween(1, steps.size())
                    .allMatch(claim -> claim.reason().orElseThrow().startsWith("trainer-"));
            assertThat(consortium.bodies(RoundAbandoned.class)).hasSameSizeAs(failed);
            assertThat(consortium.bodies(Observation.class)).filteredOn(one -> one.verdict() == Observation.Verdict.REFUSED)
                    .hasSameSizeAs(failed).allMatch(one -> one.acceptedMillis() == 0);
            assertThat(consortium.bodies(LeaseEnded.class)).isEmpty();
            assertThat(worker.runs()).isTrue();
            assertThat(consortium.audit(acme).expect(0).out()).startsWith("VERIFIED");
        }
    }

    /** When it first looks at the data to measure with. What is lost is the measure of a model, and no round. */
    @Test
    void eachWhileItEvaluatesLeavesAModelUnmeasured() throws Exception {
        Strace.assume();
        Path train = Files.createDirectories(root.resolve("train"));
        Path test = Files.createDirectories(root.resolve("test"));
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec strace -f -qq -e signal=none -o /dev/null -P '" + test
                + "' -e trace=%file -e inject=%file:signal=KILL \"$@\"", "trainer"));
        command.addAll(ReferenceTrainer.command(MODEL_BYTES, 20));
        try (Consortium consortium = new Consortium(root.resolve("pool"))) {
            consortium.serve();
            consortium.enroll("acme");
            Site acme = consortium.join("acme", "w1");
            acme.offer(consortium.port(), Map.of("reference", command), Map.of("train", train, "test", test), Map.of());
            Running worker = consortium.run(acme);
            consortium.submit(new JobFile("measured", 1).with("rounds", ROUNDS).with("maxAbandonedRounds", 0).evaluated(),
                    consortium.initialModel(MODEL_BYTES));
            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).as(worker.said()).isEqualTo(RunEnded.Outcome.COMPLETED);

            List<Long> evaluations = consortium.bodies(Lease.class).stream().filter(lease -> lease.kind() == LeaseKind.EVALUATE)
                    .map(Lease::lease).toList();
            assertThat(evaluations).as("each model is tried once").hasSize(ROUNDS);
            List<UsageClaim> claims = consortium.bodies(UsageClaim.class);
            assertThat(claims).hasSize(2 * ROUNDS).extracting(UsageClaim::lease).doesNotHaveDuplicates();
            assertThat(claims).filteredOn(claim -> claim.outcome() == UsageClaim.Outcome.FAILED)
                    .allMatch(claim -> claim.reason().orElseThrow().startsWith("trainer-"))
                    .extracting(UsageClaim::lease).containsExactlyElementsOf(evaluations);
            assertThat(consortium.bodies(Observation.class)).filteredOn(one -> one.verdict() == Observation.Verdict.REFUSED)
                    .hasSize(ROUNDS).allMatch(one -> one.acceptedMillis() == 0);
            assertThat(consortium.bodies(RoundAbandoned.class)).isEmpty();
            assertThat(consortium.bodies(LeaseEnded.class)).isEmpty();
            assertThat(worker.runs()).isTrue();
            assertThat(consortium.audit(acme).expect(0).out()).startsWith("VERIFIED");
        }
    }
}
