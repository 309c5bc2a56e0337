package consort.model.update;

import consort.model.tensor.DType;
import consort.model.tensor.Layout;
import consort.model.tensor.LayoutException;
import consort.model.tensor.NameOrder;
import consort.model.tensor.Names;
import consort.model.tensor.TensorType;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Which tensors of a model train: those that the job lists, or every F32 tensor if it lists none.
///
/// @param names in the order of names; empty means every F32 tensor
public record Trainable(NavigableSet<String> names) {
    /// Every F32 tensor.
    public static final Trainable ALL_FLOAT32 = new Trainable(new TreeSet<>());

    public Trainable {
        NavigableSet<String> sorted = new TreeSet<>(NameOrder.UTF8);
        sorted.addAll(names);
        names = Collections.unmodifiableNavigableSet(sorted);
    }

    /// What a job lists; an empty list means every F32 tensor.
    public static Trainable of(Collection<String> names) {
        return new Trainable(new TreeSet<>(names));
    }

    /// The layout of an update to a model of this layout.
    ///
    /// @throws LayoutException if a listed tensor is not in the model or not F32, or if nothing would train
    public Layout select(Layout model) throws LayoutException {
        for (String name : names) {
            TensorType type = model.tensors().get(name);
            if (type == null) {
                throw new LayoutException("trainable tensor " + Names.quoted(name) + " is not in the model");
            }
            if (type.dtype() != DType.F32) {
                throw new LayoutException("trainable tensor " + Names.quoted(name) + " is " + type + "; only F32 can train");
            }
        }
        Layout selected = names.isEmpty() ? model.only(DType.F32) : model.only(names);
        if (selected.tensors().isEmpty()) {
            throw new LayoutException("the model has no F32 tensor, so nothing can train");
        }
        return selected;
    }
}
