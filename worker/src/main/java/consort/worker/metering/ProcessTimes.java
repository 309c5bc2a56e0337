package consort.worker.metering;

import java.util.Map;

/** Processor times. Not assumed: that processes live on between two looks, or that any can be seen. */
interface ProcessTimes {

    /** Processor time that each living process of a tree has used so far, in milliseconds, by its id; empty without the root. */
    Map<Long, Long> cpuMillis(long root);
}
