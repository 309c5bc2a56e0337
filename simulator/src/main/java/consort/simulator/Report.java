package consort.simulator;

import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.RunEnded;
import java.util.List;
import java.util.SortedMap;

/**
 * What came of a simulation in which every invariant held.
 *
 * @param models of each run, oldest first
 * @param ends how each run ended
 * @param bill the lines of the period's close
 * @param transfers who pays whom
 * @param figures what happened on the way
 * @param trace hash of all that happened, in order
 */
public record Report(
        SortedMap<Long, List<String>> models,
        SortedMap<Long, RunEnded.Outcome> ends,
        List<PeriodClose.Line> bill,
        List<PeriodClose.Transfer> transfers,
        Figures figures,
        String trace) {

    /**
     * What happened on the way.
     *
     * @param simulatedMillis how long it took in there
     * @param entries in the ledger
     * @param coordinatorDeaths processes lost at the coordinator
     * @param workerDeaths processes lost at workers
     * @param brokenChannels connections that broke
     * @param abandonedRounds rounds without a result
     * @param refusals claims that were refused, late ones included
     * @param findings of workers that contradicted themselves
     * @param foundingDiskCalls calls that changed the coordinator's disk before it was started; nothing can hit these
     * @param coordinatorDiskCalls calls that changed the coordinator's disk, the founding's included
     * @param workerDiskCalls calls that changed the first worker's disk
     * @param tasksBegun by workers' trainers, those included that were begun again
     * @param longestStandstillMillis from when all machines were up again until a task was begun or an entry about a round was made; only measured where nothing but
     *     deaths holds runs up
     */
    public record Figures(long simulatedMillis, long entries, int coordinatorDeaths, int workerDeaths, long brokenChannels,
            long abandonedRounds, int refusals, int findings, long foundingDiskCalls, long coordinatorDiskCalls,
            long workerDiskCalls, int tasksBegun, long longestStandstillMillis) {
    }

    /** Whether models and bill are the same, whatever happened on the way. */
    public boolean sameResult(Report other) {
        return models.equals(other.models) && ends.equals(other.ends) && bill.equals(other.bill)
                && transfers.equals(other.transfers);
    }
}
