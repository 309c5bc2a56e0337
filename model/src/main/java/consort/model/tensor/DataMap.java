package consort.model.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Checks that the stated places of tensors tile the data: inside it, without overlap, without holes, each as long as
/// its type.
final class DataMap {
    private DataMap() {
    }

    static TensorHeader resolve(Map<String, HeaderReader.StatedTensor> stated, long dataStart, long dataBytes)
            throws TensorFormatException {
        List<Map.Entry<String, HeaderReader.StatedTensor>> byPlace = new ArrayList<>(stated.entrySet());
        byPlace.sort(Comparator.comparingLong((Map.Entry<String, HeaderReader.StatedTensor> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end())
                .thenComparing(Map.Entry::getKey, NameOrder.UTF8));
        Map<String, TensorInfo> tensors = new HashMap<>();
        long covered = 0;
        for (var entry : byPlace) {
            HeaderReader.StatedTensor tensor = entry.getValue();
            String where = "tensor " + Names.quoted(entry.getKey()) + " at data_offsets [" + tensor.begin() + ", "
                    + tensor.end() + "] ";
            if (tensor.begin() < 0 || tensor.end() < tensor.begin() || tensor.end() > dataBytes) {
                throw new TensorFormatException(where + "is outside the " + dataBytes + " bytes of data");
            }
            if (tensor.end() - tensor.begin() != tensor.type().bytes()) {
                throw new TensorFormatException(where + "should have the " + tensor.type().bytes() + " bytes of "
                        + tensor.type());
            }
            if (tensor.begin() != covered) {
                throw new TensorFormatException(where + (tensor.begin() < covered ? "overlaps" : "leaves a hole after")
                        + " the tensor that ends at " + covered);
            }
            covered = tensor.end();
            tensors.put(entry.getKey(), new TensorInfo(tensor.type(), dataStart + tensor.begin()));
        }
        if (covered != dataBytes) {
            throw new TensorFormatException("the file has " + dataBytes + " bytes of data, its tensors end at " + covered);
        }
        return new TensorHeader(NameOrder.sortedCopy(tensors));
    }
}
