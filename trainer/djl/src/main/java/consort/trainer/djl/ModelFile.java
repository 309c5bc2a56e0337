package consort.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import consort.model.tensor.FileSource;
import consort.model.tensor.FloatTensor;
import consort.model.tensor.Layout;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Limits;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A network's parameters in a safetensors file. */
final class ModelFile {

    private ModelFile() {
    }

    /**
     * Reads the parameters as arrays of a manager.
     *
     * @throws LayoutException if the file's tensors are not exactly the network's
     */
    static Map<String, NDArray> read(Path file, Network network, NDManager manager) throws IOException {
        try (FileSource source = FileSource.open(file)) {
            Optional<String> difference =
                    TensorFile.of(source, Limits.DEFAULT).layout().differenceFrom(layout(network));
            if (difference.isPresent()) {
                throw new LayoutException("the model is not a " + network.optionName() + ": " + difference.get());
            }
            Map<String, FloatTensor> tensors = FloatTensor.decode(source);
            var arrays = new LinkedHashMap<String, NDArray>();
            network.parameters().forEach((name, shape) ->
                    arrays.put(name, manager.create(tensors.get(name).values(), shape)));
            return arrays;
        }
    }

    static void write(Path file, Map<String, NDArray> arrays) throws IOException {
        var tensors = new TreeMap<String, FloatTensor>();
        arrays.forEach((name, array) -> tensors.put(name, new FloatTensor(
                consort.model.tensor.Shape.of(array.getShape().getShape()), array.toFloatArray())));
        Files.write(file, FloatTensor.encode(tensors));
    }

    private static Layout layout(Network network) {
        var types = new TreeMap<String, TensorType>();
        for (Map.Entry<String, Shape> parameter : network.parameters().entrySet()) {
            types.put(parameter.getKey(), TensorType.float32(parameter.getValue().getShape()));
        }
        return Layout.of(types);
    }
}
