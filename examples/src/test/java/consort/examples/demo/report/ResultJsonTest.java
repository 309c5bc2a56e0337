package consort.examples.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultJsonTest {

    @Test
    void holdsEveryFigureOfTheResult() throws Exception {
        Distinct distinct = new Distinct();
        Set<String> written = new HashSet<>();
        collect(new ObjectMapper().readTree(ResultJson.text(distinct.make(Result.class))), written);
        assertThat(distinct.figures()).hasSizeGreaterThan(60).doesNotHaveDuplicates();
        assertThat(written).containsAll(distinct.figures());
    }

    @Test
    void hasKeysThatAreNames() throws Exception {
        Set<String> keys = new HashSet<>();
        new ObjectMapper().readTree(ResultJson.text(Results.of(4, 3, 812_345, Optional.empty())))
                .findParents("total").forEach(wall -> wall.fieldNames().forEachRemaining(keys::add));
        assertThat(keys).containsExactlyInAnyOrder("data", "enrolling", "alone", "together", "settling", "total", "notTraining");
    }

    private static void collect(JsonNode node, Set<String> values) {
        if (node.isValueNode()) {
            values.add(node.asText());
        }
        node.fieldNames().forEachRemaining(values::add);
        node.forEach(child -> collect(child, values));
    }

    @Test
    void saysWhereEachFigureStands() throws Exception {
        Result result = Results.of(4, 3, 812_345, Optional.of(new Result.Crash(2, 1_900, 25_000, 20_000)));
        JsonNode json = new ObjectMapper().readTree(ResultJson.text(result));
        assertThat(json.at("/accuracyMillionths").asLong()).isEqualTo(812_345);
        assertThat(json.at("/togetherIsBetter").asBoolean()).isTrue();
        assertThat(json.at("/organizations/3/aloneAccuracyMillionths/2").asLong()).isEqualTo(470_000);
        assertThat(json.at("/rounds/1").has("accuracyMillionths")).isFalse();
        assertThat(json.at("/bill/members/1/netMinor").asLong()).isEqualTo(-123);
        assertThat(json.at("/bill/transfers/0/from").asText()).isEqualTo("birch");
        assertThat(json.at("/audits/1/asExpected").asBoolean()).isTrue();
        assertThat(json.at("/audits/2/evidence/expected").asText()).isEqualTo("-12");
        assertThat(json.at("/audits/0").has("evidence")).isFalse();
        assertThat(json.at("/wallMillis/total").asLong()).isEqualTo(123_100);
        assertThat(json.at("/wallMillis/notTraining").asLong()).isEqualTo(2_100);
        assertThat(json.at("/peakResidentBytes/coordinator").asLong()).isEqualTo(190_000_000);
        assertThat(json.at("/crash/downMillis").asLong()).isEqualTo(1_900);
    }

    @Test
    void leavesOutTheCrashThatDidNotHappen() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ResultJson.text(Results.of(4, 3, 812_345, Optional.empty())));
        assertThat(json.has("crash")).isFalse();
    }
}
