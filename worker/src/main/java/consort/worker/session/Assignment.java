package consort.worker.session;

import java.util.List;
import java.util.Map;

/**
 * A task as this worker took it: every field checked against {@link AssignmentRules}.
 *
 * @param lease the lease's number
 * @param run the run's number
 * @param round the round's number
 * @param kind train or evaluate
 * @param trainer a trainer this site offers
 * @param data a data set this site offers
 * @param model digest of the model, lower-case hex
 * @param modelBytes size of the model
 * @param steps steps assigned
 * @param seed seed of the task, in [0, 2^48)
 * @param durationMillis length of the lease
 * @param devices devices leased
 * @param trainable names of the trainable tensors, sorted; empty: every float32 tensor
 * @param settings the job's named integers, passed to the trainer
 * @param maxUpdateBytes the largest update the coordinator takes
 */
public record Assignment(
        long lease,
        long run,
        long round,
        TaskKind kind,
        String trainer,
        String data,
        String model,
        long modelBytes,
        long steps,
        long seed,
        long durationMillis,
        int devices,
        List<String> trainable,
        Map<String, Long> settings,
        long maxUpdateBytes) {

    public Assignment {
        trainable = List.copyOf(trainable);
        settings = Map.copyOf(settings);
    }
}
