package consort.worker.metering;

import consort.ledger.entry.Meters;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Meters one task after the other: from the start of a task it looks at the counters now and then, and once more at its end. */
public final class TaskMeter {

    /** RAPL counters of busy machines wrap within minutes, and trainers start short helpers. */
    private static final long LOOK_MILLIS = 2_000;

    private final ProcessTimes times;
    private final EnergyCounters processors;
    private final EnergyCounters gpus;
    private final long lookMillis;

    TaskMeter(ProcessTimes times, EnergyCounters processors, EnergyCounters gpus) {
        this(times, processors, gpus, LOOK_MILLIS);
    }

    TaskMeter(ProcessTimes times, EnergyCounters processors, EnergyCounters gpus, long lookMillis) {
        this.times = times;
        this.processors = processors;
        this.gpus = gpus;
        this.lookMillis = lookMillis;
    }

    /**
     * Begins with a task.
     *
     * @param trainer the trainer's process while there is one; asked again and again, as a task may start it
     */
    public Reading begin(Supplier<OptionalLong> trainer) {
        Reading reading = new Reading(trainer);
        Thread.ofPlatform().daemon().name("task-meter").start(reading::watch);
        return reading;
    }

    private Map<Long, Long> cpuMillis(Supplier<OptionalLong> trainer) {
        OptionalLong root = trainer.get();
        return root.isPresent() ? times.cpuMillis(root.getAsLong()) : Map.of();
    }

    /** A task under way. */
    public final class Reading {

        private final Supplier<OptionalLong> trainer;
        private final TreeTime cpu;
        private final EnergyUse processorEnergy;
        private final EnergyUse gpuEnergy;
        private final CountDownLatch ended = new CountDownLatch(1);

        private Reading(Supplier<OptionalLong> trainer) {
            this.trainer = trainer;
            cpu = new TreeTime(cpuMillis(trainer));
            processorEnergy = new EnergyUse(processors.read());
            gpuEnergy = new EnergyUse(gpus.read());
        }

        /** The task ended: what the counters showed over it. */
        public Meters end() {
            ended.countDown();
            return look();
        }

        private synchronized Meters look() {
            cpu.look(cpuMillis(trainer));
            processorEnergy.look(processors.read());
            gpuEnergy.look(gpus.read());
            return new Meters(cpu.usedMillis(), bounded(processorEnergy.millijoules()), bounded(gpuEnergy.millijoules()));
        }

        private void watch() {
            try {
                while (!ended.await(lookMillis, TimeUnit.MILLISECONDS)) {
                    look();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** A counter that shows what no machine can use is broken. */
        private static OptionalLong bounded(OptionalLong millijoules) {
            return millijoules.orElse(0) > Meters.MAX_MILLIJOULES ? OptionalLong.empty() : millijoules;
        }
    }
}
