package consort.worker.task;

import consort.ledger.disk.FileProblem;
import consort.model.tensor.FileSource;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Limits;
import consort.model.tensor.TensorFormatException;
import consort.model.update.Trainable;
import consort.model.update.UpdateForming;
import consort.worker.outbox.Outbox;
import consort.worker.outbox.UpdateTooLargeException;
import consort.worker.outbox.UpdateWriter;
import consort.worker.session.Assignment;
import consort.worker.session.Event;
import java.io.IOException;

/** Forms the update of a trained task in the outbox. */
final class UpdateFormer {

    private final TaskFiles files;

    UpdateFormer(TaskFiles files) {
        this.files = files;
    }

    Event form(Assignment assignment, long maxBytes, Outbox outbox) {
        long lease = assignment.lease();
        try (FileSource model = FileSource.open(files.model(assignment));
                FileSource trained = FileSource.open(files.output(lease));
                UpdateWriter update = outbox.beginUpdate(maxBytes)) {
            UpdateForming.form(model, trained, Trainable.of(assignment.trainable()), update, Limits.DEFAULT);
            Event formed = new Event.Formed(lease, update.finish());
            files.dropOutput(lease);
            return formed;
        } catch (UpdateTooLargeException e) {
            return new Event.FormFailed(lease, "too-large", e.getMessage());
        } catch (LayoutException | TensorFormatException e) {
            return new Event.FormFailed(lease, "wrong-tensors", e.getMessage());
        } catch (IOException e) {
            return new Event.FormFailed(lease, "site-storage", FileProblem.text(e));
        }
    }
}
