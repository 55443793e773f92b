using Zhar.Web;

namespace Zhar.Docs.Tests.Templates;

/// <summary>The templates of docs/templates.md write what the page says.</summary>
public sealed class TemplatesTests
{
    private static readonly User Ada = new(1, "Ada <L>", "ada@example.org", true, new("https://example.org/a"), []);

    [Fact]
    public void The_first_template()
    {
        Assert.Contains("<li><a href=\"/users/1\">Ada &lt;L&gt;</a></li>", UserHtml.Index([Ada]).ToString(), StringComparison.Ordinal);
        Assert.Contains("<p>Nobody yet.</p>", UserHtml.Index([]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Choices_and_attributes()
    {
        Assert.Equal("<strong>Admin</strong><a href=\"https://example.org/a\">example.org</a><b>Admin</b>", $"{Choices.Badge(Ada)}{Choices.Homepage(Ada)}{Choices.Role(Ada)}");
        Assert.Equal("<i>none</i>", Choices.Homepage(Ada with { Homepage = null }).ToString());
        Assert.Equal("<button aria-busy=\"false\">Save</button>", Attributes.Save(false, null).ToString());
        Assert.Equal("<button disabled title=\"a\" aria-busy=\"true\">Save</button>", Attributes.Save(true, "a").ToString());
        Assert.Equal("<a class=\"tab active\" href=\"#x\">x</a>", Attributes.Tab("x", true, 2).ToString());
    }

    [Fact]
    public void Components_layouts_and_scripts()
    {
        Assert.Contains("<section class=\"card\" id=\"user-1\" data-role=\"admin\">", Pages.Show(Ada).ToString(), StringComparison.Ordinal);
        Assert.Contains("<td><b>Ada &lt;L&gt;</b></td><td><a href=\"mailto:ada@example.org\">ada@example.org</a></td>", Pages.Overview([Ada]).ToString(), StringComparison.Ordinal);
        Assert.Contains("<body><p></p></body>", Layouts.Root("t", "c", "n", $"<p></p>").ToString(), StringComparison.Ordinal);
        Assert.Contains("\"Name\":\"Ada \\u003CL\\u003E\"", Scripts.Boot(Ada, "n").ToString(), StringComparison.Ordinal);
        Assert.Equal("<div class=\"bar\" style=\"width: 5%\"></div><a href=\"myapp:call?1\">Call</a>", $"{Scripts.Bar(5)}{Scripts.App("1")}");
        Assert.Equal("<p><b>x</b><b>5.00 EUR</b></p><p>1 admins</p>", ((Html)$"<p>{ArticleHtml.Body("<b>x</b>")}{Prices.Tag(new(5, "EUR"))}</p>{Costly.Report([Ada])}").ToString());
    }

    [Fact]
    public void Forms()
    {
        var form = new Form(new ParamsForm(Params.FromQuery("user[name]=Ada&user[role]=admin").Nested("user"), "user"));
        var order = new Form(new ParamsForm(Params.FromQuery("order[lines][0][title]=Tea").Nested("order"), "order"));

        Assert.Contains("<option value=\"admin\" selected>Admin</option>", UserForms.Edit(form, "t").ToString(), StringComparison.Ordinal);
        Assert.Contains("name=\"q\" value=\"x\" aria-label=\"Search\"", UserForms.Search(Params.Of(("q", "x"))).ToString(), StringComparison.Ordinal);
        Assert.Contains("name=\"_method\" value=\"delete\"", UserForms.Delete(Ada, "t").ToString(), StringComparison.Ordinal);
        Assert.Contains("name=\"order[lines][0][title]\" value=\"Tea\"", UserForms.Order(order, "t").ToString(), StringComparison.Ordinal);
    }
}
