package consort.trainer.protocol.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import consort.model.tensor.Limits;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Writes valid safetensors files that the project's own codec would not write. For small models. */
final class OddModel {

    private OddModel() {
    }

    /** The same tensors with header and data in the reverse order, and with metadata. */
    static void reverse(Path model, Path out) throws IOException {
        write(model, out, UnaryOperator.identity());
    }

    /** The same tensors under other names. */
    static void rename(Path model, Path out) throws IOException {
        write(model, out, name -> "not." + name);
    }

    private static void write(Path model, Path out, UnaryOperator<String> naming) throws IOException {
        try (TensorFile file = TensorFile.open(model, Limits.DEFAULT); OutputStream sink = Files.newOutputStream(out)) {
            ObjectNode header = new ObjectMapper().createObjectNode();
            long offset = 0;
            for (var tensor : file.header().tensors().descendingMap().entrySet()) {
                TensorInfo info = tensor.getValue();
                ObjectNode node = header.putObject(naming.apply(tensor.getKey()));
                node.put("dtype", info.dtype().name());
                var shape = node.putArray("shape");
                info.shape().dims().forEach(shape::add);
                node.putArray("data_offsets").add(offset).add(offset + info.bytes());
                offset += info.bytes();
            }
            header.putObject("__metadata__").put("written-by", "the contract suite");
            byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
            sink.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
            sink.write(json);
            for (var tensor : file.header().tensors().descendingMap().entrySet()) {
                ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(tensor.getValue().bytes()));
                file.read(tensor.getKey(), 0, data);
                sink.write(data.array());
            }
        }
    }
}
