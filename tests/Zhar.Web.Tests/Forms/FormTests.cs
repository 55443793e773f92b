using static Zhar.Web.FormComponents;
using static Zhar.Web.Markup;

namespace Zhar.Web.Tests.Forms;

public sealed class FormTests
{
    [Fact]
    public void Names_ids_and_values_come_from_the_source()
    {
        var form = new Form(new ParamsForm(Params.Of(("email", "a@b")), "user"));

        Assert.Equal(("user[email]", "user_email", "a@b"), (form["email"].Name, form["email"].Id, form["email"].Text));
        Assert.Equal(("member[email]", "m1_email"), (new Form(form.Source, "member", "m1")["email"].Name, new Form(form.Source, "member", "m1")["email"].Id));
        Assert.Equal(("q", "q"), (new Form(new ParamsForm(Params.Empty))["q"].Name, new Form(new ParamsForm(Params.Empty))["q"].Id));
    }

    [Fact]
    public void A_form_carries_its_method_and_token()
    {
        Assert.Equal(
            "<form action=\"/users\" method=\"post\"><input type=\"hidden\" name=\"_csrf_token\" value=\"t\"><p>1</p></form>",
            FormTag("/users", "t", $"<p>{1}</p>").ToString());
        Assert.Equal(
            "<form action=\"/users/1\" method=\"post\" enctype=\"multipart/form-data\" id=\"f\"><input type=\"hidden\" name=\"_method\" value=\"put\"><input type=\"hidden\" name=\"_csrf_token\" value=\"t\"></form>",
            FormFor(new Form(new Stored()), "/users/1", "t", _ => default, isMultipart: true, rest: Attrs.Of(("id", "f"))).ToString());
        Assert.Equal("<form action=\"/search\" method=\"get\"></form>", FormTag("/search", null, default, "GET").ToString());
        Assert.Equal(
            "<form action=\"/x\" method=\"post\" class=\"button-to\"><input type=\"hidden\" name=\"_method\" value=\"delete\"><input type=\"hidden\" name=\"_csrf_token\" value=\"t\"><button type=\"submit\" class=\"red\">Delete</button></form>",
            ButtonTo($"Delete", "/x", "t", "delete", Attrs.Of(("class", "red"))).ToString());
    }

    [Fact]
    public void A_form_that_changes_something_needs_a_token_which_another_site_never_gets()
    {
        Assert.Contains("token", Assert.Throws<ArgumentException>(() => FormTag("/users", null, default)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", FormTag("https://pay.example.org/", "secret", default).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", FormTag("//pay.example.org/", "secret", default).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_has_its_label_and_the_rules_that_its_type_understands()
    {
        var form = new Form(new Stored());

        Assert.Equal(
            "<div class=\"field\"><label for=\"user_name\">Name</label><input type=\"text\" id=\"user_name\" name=\"user[name]\" value=\"Ada &quot;L&quot;\" required maxlength=\"20\"></div>",
            Input(form["name"], "Name").ToString());
        Assert.Equal(
            "<div class=\"field\"><input type=\"number\" id=\"user_age\" name=\"user[age]\" value=\"36\" min=\"18\" aria-label=\"Age\"></div>",
            Input(form["age"], type: "number", rest: Attrs.Of(("aria-label", "Age"))).ToString());
        Assert.DoesNotContain("value", Input(form["name"], "Name", "password").ToString(), StringComparison.Ordinal);
        Assert.Equal("<input type=\"hidden\" id=\"user_born\" name=\"user[born]\" value=\"1815-12-10\">", HiddenInput(form["born"]).ToString());
    }

    [Theory]
    [InlineData("datetime-local", "2026-01-02T03:04:05")]
    [InlineData("date", "2026-01-02")]
    [InlineData("time", "03:04:05")]
    [InlineData("month", "2026-01")]
    [InlineData("text", "2026-01-02T03:04:05Z")]
    public void A_time_has_the_form_that_its_input_wants(string type, string value)
    {
        var at = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        var form = new Form(new ParamsForm(Params.Of(("at", at), ("offset", new DateTimeOffset(at)))));

        Assert.Contains($"value=\"{value}\"", Input(form["at"], "At", type).ToString(), StringComparison.Ordinal);
        Assert.Contains($"value=\"{value.Replace("Z", "+00:00", StringComparison.Ordinal)}\"", Input(form["offset"], "At", type).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_keeps_its_first_line_break_and_a_checkbox_says_false()
    {
        var form = new Form(new ParamsForm(Params.Of(("text", "\na<b"), ("yes", "true"), ("no", "false")), "f"));

        Assert.Equal("<div class=\"field\"><textarea id=\"f_text\" name=\"f[text]\" rows=\"3\">\n\na&lt;b</textarea></div>", TextArea(form["text"], rest: Attrs.Of(("rows", 3))).ToString());
        Assert.Equal(
            "<div class=\"field\"><input type=\"hidden\" name=\"f[yes]\" value=\"false\"><label><input type=\"checkbox\" id=\"f_yes\" name=\"f[yes]\" value=\"true\" checked>Yes</label></div>",
            Input(form["yes"], "Yes", "checkbox").ToString());
        Assert.DoesNotContain("checked", Checkbox(form["no"], "No").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_select_has_options_groups_lines_and_what_is_chosen()
    {
        var form = new Form(new ParamsForm(Params.FromQuery("f[one]=2&f[many][]=a&f[many][]=c").Nested("f"), "f"));
        SelectOption[] options = [SelectOption.Of("One", 1), SelectOption.Of("Two", 2), SelectOption.Divider, SelectOption.Group("More", [SelectOption.Of("Three", 3, isDisabled: true)])];

        Assert.Equal(
            "<div class=\"field\"><label for=\"f_one\">Pick</label><select id=\"f_one\" name=\"f[one]\"><option value=\"\">-</option><option value=\"1\">One</option><option value=\"2\" selected>Two</option><hr><optgroup label=\"More\"><option value=\"3\" disabled>Three</option></optgroup></select></div>",
            Select(form["one"], "Pick", options, prompt: "-").ToString());
        Assert.Equal(
            "<div class=\"field\"><input type=\"hidden\" name=\"f[many][]\" value=\"\"><select id=\"f_many\" name=\"f[many][]\" multiple><option value=\"a\" selected>a</option><option value=\"b\">b</option><option value=\"c\" selected>c</option></select></div>",
            Select(form["many"], null, ["a", "b", "c"], isMultiple: true).ToString());
    }

    [Fact]
    public void Errors_show_once_something_was_tried_and_only_of_inputs_that_were_used()
    {
        Dictionary<string, IReadOnlyList<FormError>> errors = new()
        {
            ["name"] = [new("should be at least {count} <characters>", new Dictionary<string, object?> { ["count"] = 3 })],
            ["email"] = [new("can't be blank")],
            ["absent"] = [new("is missing")],
            ["address"] = [new("is wrong")],
        };
        var form = new Form(new ParamsForm(Params.FromQuery("name=a&email=&_unused_email=&address[street]=&address[_unused_street]="), errors: errors));

        Assert.Equal(
            "<div class=\"field\"><label for=\"name\">Name</label><input type=\"text\" id=\"name\" name=\"name\" aria-invalid=\"true\" aria-describedby=\"name-error\" value=\"a\"><div class=\"field-errors\" id=\"name-error\"><p class=\"field-error\">should be at least 3 &lt;characters&gt;</p></div></div>",
            Input(form["name"], "Name").ToString());
        Assert.Empty(form["email"].Errors);
        Assert.Empty(form["absent"].Errors);
        Assert.Empty(form["address"].Errors);
        Assert.Equal("<div class=\"field-errors\" id=\"name-error\"><p class=\"field-error\">zu kurz</p></div>", FieldErrors(form["name"], _ => "zu kurz").ToString());
        Assert.True(new Form(new ParamsForm(Params.FromQuery("address[street]=x&address[_unused_city]=&address[city]="), errors: errors))["address"].IsUsed);
    }

    [Fact]
    public void Nested_forms_have_names_of_their_own_and_carry_key_order_and_drops()
    {
        var form = new Form(new ParamsForm(Params.FromQuery("o[lines][0][title]=a&o[lines][1][title]=b&o[address][city]=c").Nested("o"), "o"), name: "order");

        Assert.Equal(["order[lines][0]", "order[lines][1]"], form.Nested("lines").Select(f => f.Name));
        Assert.Equal(["order_lines_0_title", "order_lines_1_title"], form.Nested("lines").Select(f => f["title"].Id));
        Assert.Equal(["order[address]"], form.Nested("address").Select(f => f.Name));
        Assert.Equal(
            "<input type=\"hidden\" name=\"order[lines_sort][]\" value=\"0\"><i>a</i><label><input type=\"checkbox\" name=\"order[lines_drop][]\" value=\"0\">x</label>" +
            "<input type=\"hidden\" name=\"order[lines_sort][]\" value=\"1\"><i>b</i><label><input type=\"checkbox\" name=\"order[lines_drop][]\" value=\"1\">x</label>" +
            "<input type=\"hidden\" name=\"order[lines_drop][]\" value=\"\">",
            InputsFor(form, "lines", f => $"<i>{f["title"].Value}</i>{DropCheckbox(form, f, "lines_drop", "x")}", "lines_sort", "lines_drop").ToString());
        Assert.Equal("<input type=\"hidden\" name=\"user[posts][0][id]\" value=\"7\">", InputsFor(new Form(new Stored()), "posts", _ => default).ToString());
    }

    [Fact]
    public void Buttons_and_links()
    {
        Assert.Equal("<button type=\"submit\"><b>Save</b></button>", Button($"<b>Save</b>").ToString());
        Assert.Equal("<button type=\"button\">Save &lt;all&gt;</button>", Button("Save <all>", "button").ToString());
        Assert.Equal("<a href=\"/\">a &amp; b</a><a href=\"/\"><i>x</i></a>", $"{Link("a & b", "/")}{Link($"<i>x</i>", "/")}");
        Assert.Contains("><b>Go</b></button>", ButtonTo($"<b>Go</b>", "/", "t").ToString(), StringComparison.Ordinal);
        Assert.Contains(">&lt;Go&gt;</button>", ButtonTo("<Go>", "/", "t").ToString(), StringComparison.Ordinal);
        Assert.Equal("<a href=\"/x?a&amp;b\" class=\"c\"><b>1</b></a>", Link($"<b>{1}</b>", "/x?a&b", Attrs.Of(("class", "c"))).ToString());
    }

    private sealed class Stored(string name = "user") : IFormSource
    {
        public string? Name => name;

        public string? Action => null;

        public bool IsStored => true;

        public IReadOnlyList<KeyValuePair<string, object?>> Hidden => [new("id", 7)];

        public object? Value(string field) => field switch { "name" => "Ada \"L\"", "age" => 36, "born" => new DateOnly(1815, 12, 10), _ => null };

        public IReadOnlyList<FormError> Errors(string field) => [new("is wrong")];

        public IReadOnlyDictionary<string, object?> Rules(string field) => field switch
        {
            "name" => new Dictionary<string, object?> { ["required"] = true, ["maxlength"] = 20, ["min"] = 1, ["pattern"] = "@" },
            "age" => new Dictionary<string, object?> { ["min"] = 18, ["maxlength"] = 1 },
            _ => new Dictionary<string, object?>(),
        };

        public IReadOnlyList<IFormSource> Nested(string field) => [new Stored("user[posts][0]")];
    }
}
