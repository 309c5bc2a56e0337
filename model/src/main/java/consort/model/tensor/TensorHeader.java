package consort.model.tensor;

import java.util.NavigableMap;
import java.util.TreeMap;

/// What the header of a file says: its tensors and where each begins.
///
/// @param tensors in the order of names, whatever the order of their data
public record TensorHeader(NavigableMap<String, TensorInfo> tensors) {
    public TensorHeader {
        tensors = NameOrder.sortedCopy(tensors);
    }

    public Layout layout() {
        NavigableMap<String, TensorType> types = new TreeMap<>(NameOrder.UTF8);
        tensors.forEach((name, info) -> types.put(name, info.type()));
        return new Layout(types);
    }
}
