package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class WorkerIdTest {

    @Property
    void consistsOfWhatFieldsCallNames(
            @ForAll @Chars({'-', '/', '_', 'A', '`', '{', ':', '.'}) @CharRange(from = 'a', to = 'z') @CharRange(from = '0', to = '9')
            @StringLength(max = 42) String name) {
        if (Fields.NAME.matcher(name).matches()) {
            assertThat(new WorkerId(name, name).worker()).isEqualTo(name);
        } else {
            assertThatThrownBy(() -> new WorkerId("acme", name)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not a name");
        }
    }
}
