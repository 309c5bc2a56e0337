package consort.model.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes the one canonical header of a layout.
final class HeaderWriter {
    private static final int ALIGNMENT = 8;

    private HeaderWriter() {
    }

    /// Everything before the data: length, JSON, padding.
    ///
    /// @throws IllegalArgumentException if a name has no UTF-8 form, or is the format's own `__metadata__`
    static byte[] encode(Layout layout) {
        byte[] json = json(layout).getBytes(StandardCharsets.UTF_8);
        int padded = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.array();
    }

    private static String json(Layout layout) {
        StringBuilder json = new StringBuilder("{");
        long offset = 0;
        for (Map.Entry<String, TensorType> entry : layout.tensors().entrySet()) {
            TensorType type = entry.getValue();
            long end = Math.addExact(offset, type.bytes());
            json.append(json.length() == 1 ? "" : ",");
            appendName(json, entry.getKey());
            json.append(":{\"dtype\":\"").append(type.dtype()).append("\",\"shape\":[");
            for (int i = 0; i < type.shape().dims().size(); i++) {
                json.append(i == 0 ? "" : ",").append(type.shape().dims().get(i));
            }
            json.append("],\"data_offsets\":[").append(offset).append(',').append(end).append("]}");
            offset = end;
        }
        return json.append('}').toString();
    }

    private static void appendName(StringBuilder json, String name) {
        if (name.equals(HeaderReader.METADATA) || Names.utf8Bytes(name) < 0) {
            throw new IllegalArgumentException("a tensor cannot be named " + Names.quoted(name));
        }
        json.append('"');
        for (int i = 0; i < name.length(); i++) {
            appendEscaped(json, name.charAt(i));
        }
        json.append('"');
    }

    private static void appendEscaped(StringBuilder json, char c) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\b' -> json.append("\\b");
            case '\t' -> json.append("\\t");
            case '\n' -> json.append("\\n");
            case '\f' -> json.append("\\f");
            case '\r' -> json.append("\\r");
            default -> {
                if (c < ' ') {
                    json.append(String.format("\\u%04x", (int) c));
                } else {
                    json.append(c);
                }
            }
        }
    }
}
