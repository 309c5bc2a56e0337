package consort.examples.demo.story;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One round so far.
 *
 * @param openedMillis ledger time
 * @param tasks        the train tasks, by worker
 * @param closedMillis ledger time; empty while it is open, and for good if it was abandoned
 * @param abandoned    why
 * @param evaluation   the evaluate task for its model
 * @param superseded   whether a later round was opened, or the run ended
 */
public record RoundStory(long number, long openedMillis, List<TaskStory> tasks, OptionalLong closedMillis,
        Optional<String> abandoned, Optional<TaskStory> evaluation, boolean superseded) {

    /** Held-out accuracy of its model, once somebody measured it. */
    public OptionalLong accuracy() {
        return evaluation.filter(TaskStory::accepted).map(TaskStory::accuracy).orElse(OptionalLong.empty());
    }

    /** Mean of the losses of the updates that count; empty if there is none. */
    public OptionalLong loss() {
        List<TaskStory> counted = tasks.stream().filter(TaskStory::accepted).filter(task -> task.loss().isPresent()).toList();
        return counted.isEmpty() ? OptionalLong.empty()
                : OptionalLong.of(counted.stream().mapToLong(task -> task.loss().getAsLong()).sum() / counted.size());
    }

    /** Whether nothing more will happen in it. */
    public boolean over() {
        return abandoned.isPresent()
                || closedMillis.isPresent() && evaluation.map(task -> !task.runs()).orElse(superseded);
    }
}
