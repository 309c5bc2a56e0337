package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Body;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunStarted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a program be killed at one system call after another, while runs of one job follow each other: each is the same run once
 * more, so that each must come to the same model.
 */
final class StepKills {

    /** The so many-th call of this name by a thread, counted from the start of the process. */
    record Step(String call, int number) {
    }

    /**
     * What came of one.
     *
     * @param call at which the program was killed; empty when it came to none, and was ended
     * @param startMillis until the process was ready; 0 when it was killed before
     * @param resumedMillis from when it was ready and had a run to go on with until that went on; -1 when it was killed before
     */
    record Hit(Step step, String call, long startMillis, long resumedMillis) {

        boolean isSoon() {
            return resumedMillis <= GoingOn.bound(startMillis);
        }

        @Override
        public String toString() {
            return "%-8s %3d  %-60s %s".formatted(step.call(), step.number(), call.isEmpty() ? "not reached" : call,
                    resumedMillis < 0 ? "" : "ready after " + startMillis + " ms, and the run went on within " + resumedMillis + " ms");
        }
    }

    /**
     * What is killed.
     *
     * @param ready what it says once it is ready
     */
    record Victim(Start start, String ready) {

        /** Starts the program below another. */
        interface Start {
            Running below(List<String> wrapper) throws IOException;
        }
    }

    /** Takes the time from when a process is ready until a run goes on. */
    private final class Resuming {

        private final Running running;
        private final String ready;
        private final long startedNanos = System.nanoTime();
        private long entries = -1;
        private long readyNanos = startedNanos;
        private long sinceNanos;
        private long millis = -1;

        private Resuming(Running running, String ready) {
            this.running = running;
            this.ready = ready;
        }

        private void look() throws IOException {
            if (readyNanos == startedNanos && running.said().contains(ready)) {
                readyNanos = System.nanoTime();
            }
            if (entries < 0 && readyNanos > startedNanos && ended() < runs()) {
                entries = consortium.published();
                sinceNanos = System.nanoTime();
            } else if (entries >= 0 && millis < 0 && GoingOn.shownFrom(consortium, entries)) {
                millis = waitedMillis();
            }
        }

        private long waitedMillis() {
            return (System.nanoTime() - sinceNanos) / 1_000_000;
        }

        private Hit hit(Step step, String call) {
            long startMillis = (readyNanos - startedNanos) / 1_000_000;
            boolean late = millis < 0 && entries >= 0 && waitedMillis() > GoingOn.bound(startMillis);
            return new Hit(step, call, startMillis, late ? waitedMillis() : millis);
        }
    }

    private static final int EXIT_UNREACHABLE = 10;
    /** When it did begin after all, and this run is not the last any more. */
    private static final int EXIT_REFUSED = 11;
    private static final long PAUSE_MILLIS = 40;
    private static final int RUNS_WITHOUT_THE_STEP = 2;
    /** Of a program that does nothing any more. */
    private static final long PATIENCE_MILLIS = 300_000;

    private final Consortium consortium;
    private final JobFile job;
    private final Path model;
    private final Path scratch;
    private final List<Hit> hits = new ArrayList<>();
    private long seen;
    private List<Body> bodies = List.of();

    StepKills(Consortium consortium, JobFile job, Path model, Path scratch) {
        this.consortium = consortium;
        this.job = job;
        this.model = model;
        this.scratch = scratch;
    }

    List<Hit> hits() {
        return hits;
    }

    /** Starts it, and lets it be killed there; ends it when two runs went by without that. */
    void kill(Victim victim, Step step) throws Exception {
        Strace strace = new Strace(scratch.resolve("strace-" + hits.size() + ".log"));
        long ended = ended();
        long startedNanos = System.nanoTime();
        Running running = victim.start().below(strace.killing(step.call(), step.number()));
        Resuming resuming = new Resuming(running, victim.ready());
        boolean reached = true;
        while (running.runs()) {
            long millis = (System.nanoTime() - startedNanos) / 1_000_000;
            resuming.look();
            if (ended() - ended >= RUNS_WITHOUT_THE_STEP || millis > PATIENCE_MILLIS) {
                reached = false;
                running.stop();
            } else if (ended() == runs()) {
                again();
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        if (reached && running.process().exitValue() != 128 + 9) {
            throw new AssertionError(running.name() + " ended by itself with exit code " + running.process().exitValue() + ":\n"
                    + running.said());
        }
        Hit hit = resuming.hit(step, reached ? strace.lastCall() : "");
        System.out.println(hit);
        hits.add(hit);
    }

    /** One run more; the coordinator may be killed meanwhile, and then it may have begun or not. */
    private void again() throws Exception {
        Ended answer = consortium.programs().run("coordinator", "submit", consortium.path(job.name() + ".yaml").toString(),
                "--model", model.toString(), "--await-workers", "--again", Long.toString(runs()),
                "--dir", consortium.operator().toString());
        assertThat(answer.exit()).as(answer.said()).isIn(0, EXIT_UNREACHABLE, EXIT_REFUSED);
    }

    long runs() throws IOException {
        return bodies().stream().filter(RunStarted.class::isInstance).count();
    }

    private long ended() throws IOException {
        return bodies().stream().filter(RunEnded.class::isInstance).count();
    }

    /** Read again only when there are more. */
    private List<Body> bodies() throws IOException {
        long size = consortium.published();
        if (size != seen) {
            bodies = consortium.bodies();
            seen = bodies.size();
        }
        return bodies;
    }
}
