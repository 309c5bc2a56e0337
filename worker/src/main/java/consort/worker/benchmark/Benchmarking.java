package consort.worker.benchmark;

import consort.ledger.disk.Disk;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Limits;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.Scores;
import consort.worker.benchmark.Measuring.Measured;
import consort.worker.confidential.Confiding;
import consort.worker.member.OwnEntries;
import consort.worker.metering.SiteMeters;
import io.grpc.StatusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Measures trainers and enters what came of it. The caller holds the folder's lock, and no session runs. */
public final class Benchmarking {

    private final Disk disk;
    private final Benchmarks benchmarks;
    private final OwnEntries entries;
    private final Measuring measuring;
    private final Lender lender;
    private final InstantSource clock;

    /**
     * Who lends how many devices, is told what happens, and what its entries commit to.
     *
     * @param deviceIds pseudonyms of the devices, in ascending order; empty where the charter does not meter them
     * @param ratedMilliwatts what one of them draws at most, where that is known
     */
    public record Lender(WorkerId worker, int devices, List<String> deviceIds, OptionalLong ratedMilliwatts, Consumer<String> tell,
            Consumer<String> problem, Confiding confiding) {

        /** Of what a site can meter; nothing of it where the charter does not ask for it. */
        public static Lender of(WorkerId worker, int devices, Optional<SiteMeters> meters, Consumer<String> tell, Consumer<String> problem,
                Confiding confiding) {
            return new Lender(worker, devices, meters.map(SiteMeters::deviceIds).orElse(List.of()),
                    meters.isPresent() ? meters.get().ratedMilliwatts() : OptionalLong.empty(), tell, problem, confiding);
        }
    }

    /** @param disk the worker's folder */
    public Benchmarking(Disk disk, Benchmarks benchmarks, OwnEntries entries, Measuring measuring, Lender lender, InstantSource clock) {
        this.disk = disk;
        this.benchmarks = benchmarks;
        this.entries = entries;
        this.measuring = measuring;
        this.lender = lender;
        this.clock = clock;
    }

    /** Whether a usage claim waits for its receipt: only a session can send it, and until then nothing can be entered. */
    public boolean claimStands() throws IOException {
        for (String name : disk.list("outbox")) {
            if (isClaim(disk.readAll("outbox/" + name, Limits.MAX_ENTRY_BYTES))) {
                return true;
            }
        }
        return false;
    }

    /** Sends a benchmark again whose answer was lost. */
    public void sendLeft() throws IOException, StatusException {
        for (byte[] entry : entries.sendLeft(disk)) {
            benchmarks.keep(entry);
        }
    }

    /**
     * Measures one trainer after the other, and enters each result at once. A trainer that does not do its benchmark is told as a
     * problem, and the next one has its turn.
     *
     * @param stopped looked at while a trainer works; once true, nothing more is entered
     * @return how many were entered
     */
    public int run(List<ReferenceSpeed> references, BooleanSupplier stopped)
            throws IOException, StatusException, InterruptedException {
        if (!references.isEmpty()) {
            entries.requireTaken();
        }
        int entered = 0;
        for (ReferenceSpeed reference : references) {
            lender.tell().accept("benchmark of trainer " + reference.trainer() + ": " + reference.steps() + " steps on "
                    + reference.data());
            try {
                Optional<Measured> measured = measuring.measure(reference, stopped);
                if (measured.isEmpty()) {
                    return entered;
                }
                enter(reference, measured.get());
                entered++;
            } catch (BenchmarkFailedException failed) {
                lender.problem().accept("the benchmark of trainer " + reference.trainer() + " failed (" + failed.getMessage()
                        + "), and without it no training with it is given to this worker; once the trainer is mended:"
                        + " consort worker benchmark");
            }
        }
        return entered;
    }

    private void enter(ReferenceSpeed reference, Measured measured) throws IOException, StatusException {
        byte[] entry;
        try {
            entry = entries.append(disk, seq -> benchmark(reference, measured, seq));
        } catch (UncheckedIOException full) {
            throw full.getCause();
        }
        benchmarks.keep(entry);
        long score = Scores.scoreMilli((Benchmark) Entries.parse(entry).body(), reference);
        lender.tell().accept("benchmark of trainer " + reference.trainer() + " is entered: "
                + speed(reference.steps(), measured.wallMillis()) + " steps/s, score " + score + "/1000");
    }

    private Benchmark benchmark(ReferenceSpeed reference, Measured measured, long seq) {
        try {
            return new Benchmark(clock.millis(), lender.worker().organization(), lender.worker().worker(), seq, reference.trainer(),
                    reference.steps(), measured.wallMillis(), lender.devices(), measured.model())
                    .withDevices(lender.deviceIds(), lender.ratedMilliwatts()).withPriv(lender.confiding().commit(seq, reference.data()));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Such as {@code 12.345}, in steps a second. */
    public static String speed(long steps, long wallMillis) {
        return BigDecimal.valueOf(stepsPerSecondMilli(steps, wallMillis), 3).toPlainString();
    }

    public static long stepsPerSecondMilli(long steps, long wallMillis) {
        return steps * 1_000_000 / wallMillis;
    }

    private static boolean isClaim(byte[] entry) {
        try {
            return Entries.parse(entry).body() instanceof UsageClaim;
        } catch (MalformedEntryException | UnknownEntryTypeException damaged) {
            return false;
        }
    }
}
