using Microsoft.CodeAnalysis;
using Zhar.Web.Generators.Controllers;

namespace Zhar.Web.Tests.Generators;

/// <summary>What is said about controllers that are not right, and what is generated for those that are.</summary>
public sealed class ControllerRuleTests
{
    [Theory]
    [InlineData("ZHAR0201", "partial class Outer", "public class Outer { public sealed partial class A : Controller { public IResult X() => NoContent(); } }")]
    [InlineData("ZHAR0202", "generic", "public sealed partial class A<T> : Controller { public IResult X() => NoContent(); }")]
    [InlineData("ZHAR0202", "one", "public sealed partial class A : Controller { public A() { } public A(int x) { } public IResult X() => NoContent(); }")]
    [InlineData("ZHAR0202", "Rename it", "public sealed partial class A : Controller { public int Actions; public IResult X() => NoContent(); }")]
    [InlineData("ZHAR0202", "its plug 'P'", "public sealed partial class A : Controller { [Plug] private void P(int x) { } public IResult X() => NoContent(); }")]
    [InlineData("ZHAR0202", "its method 'Plugs' has to look like", "public sealed partial class A : Controller { private void Plugs(PlugBuilder p) { } public IResult X() => NoContent(); }")]
    [InlineData("ZHAR0202", "its fallback 'F'", "public abstract class F : IActionFallback { public abstract ValueTask<IResult> Call(Conn c, Failure f); } [ActionFallback<F>] public sealed partial class A : Controller { public IResult X() => NoContent(); }")]
    [InlineData("ZHAR0202", "its plug 'P' cannot be made", "public sealed class P : IPlug { public ValueTask Call(Conn c) => default; } [Plug<P>(1)] public sealed partial class A : Controller { public IResult X() => NoContent(); }")]
    [InlineData("ZHAR0203", "generic", "public sealed partial class A : Controller { public IResult X<T>() => NoContent(); }")]
    [InlineData("ZHAR0203", "by reference", "public sealed partial class A : Controller { public IResult X(ref int y) => NoContent(); }")]
    [InlineData("ZHAR0203", "async void", "public sealed partial class A : Controller { public async void X() => await Task.Yield(); }")]
    [InlineData("ZHAR0204", "'x' is a object", "public sealed partial class A : Controller { public IResult X(object x) => NoContent(); }")]
    [InlineData("ZHAR0204", "'Place' is a System.Drawing.Point", "public sealed record R(System.Drawing.Point Place); public sealed partial class A : Controller { public IResult X(R r) => NoContent(); }")]
    [InlineData("ZHAR0204", "System.Drawing.Point", "public sealed partial class A : Controller { public IResult X(List<System.Drawing.Point> r) => NoContent(); }")]
    [InlineData("ZHAR0207", "'A' has no action 'Y'. It has: X.", "public sealed partial class A : Controller { [Plug(Except = [\"Y\"])] private void P() { } public IResult X() => NoContent(); }")]
    [InlineData("ZHAR0207", "has no action 'Edit'", "public sealed partial class A : Controller { public IResult Show() => NoContent(); } public sealed class Router : Zhar.Web.Router { protected override void Routes() => Scope(\"/\", s => s.Resources<A>(\"/a\", only: [Show, Edit])); }")]
    public async Task What_is_wrong_is_reported_with_its_remedy(string id, string part, string source)
    {
        var found = (await WebSources.Analyze(source)).Where(d => d.Id == id).ToList();

        Assert.Contains(part, Text(Assert.Single(found)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ZHAR0205", "there is neither a class 'AHtml' nor 'AJson'", "Render(X, 1)", "")]
    [InlineData("ZHAR0205", "public static Html X(int value) => …", "Render(X, 1)", "public static class AHtml { }")]
    [InlineData("ZHAR0205", "'AHtml' or 'AJson' has no public static method 'X'", "Render(X, 1)", "public static class AHtml { } public static class AJson { }")]
    [InlineData("ZHAR0205", "'AHtml.X' returns 'string'", "Render(X, 1)", "public static class AHtml { public static string X(int a) => \"\"; }")]
    [InlineData("ZHAR0205", "takes the name of an action", "Render(new Action(() => { }), 1)", "public static class AHtml { public static Html X(int a) => default; }")]
    [InlineData("ZHAR0205", "has no public static method 'Y'", "RenderView(\"Y\", 1)", "public static class AHtml { public static Html X(int a) => default; }")]
    [InlineData("ZHAR0206", "another number of values than the 1 given here", "Render(X, 1)", "public static class AHtml { public static Html X(int a, int b) => default; }")]
    [InlineData("ZHAR0206", "takes 'long' here, and gets 'int'", "Render(X, 1)", "public static class AHtml { public static Html X(long a) => default; }")]
    [InlineData("ZHAR0206", "AJson.X", "Render(X, 1)", "public static class AHtml { public static Html X(int a) => default; } public static class AJson { public static string X(string a) => a; }")]
    public async Task What_render_names_has_to_be_there(string id, string part, string call, string views)
    {
        var found = Assert.Single(await WebSources.Analyze($"public sealed partial class A : Controller {{ public IResult X() => {call}; }} {views}"));

        Assert.Equal(id, found.Id);
        Assert.Contains(part, Text(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Render(X)", "public static class AHtml { public static Html X() => default; }")]
    [InlineData("Render(X)", "public static class AHtml { public static Html X(Conn conn, int a = 1) => default; }")]
    [InlineData("Render(this.X, 1)", "public static class AHtml { public static Html X(int? a) => default; }")]
    [InlineData("Render(X, \"a\", \"b\")", "public static class AHtml { public static Html X(string a, string b) => default; }")]
    [InlineData("Render(X, new List<int>())", "public static class AHtml { public static Html X(IReadOnlyList<int> a) => default; } public static class AJson { public static string[] X(IEnumerable<int> a) => []; }")]
    [InlineData("Render(X, 1).Status(422)", "namespace Elsewhere { public static class AHtml { public static Html X(object a) => default; } }")]
    [InlineData("RenderView(\"Card\", 1)", "public static class AHtml { public static Html Card(int a) => default; }")]
    public async Task A_view_that_fits_is_fine(string call, string views)
    {
        var source = $"public sealed partial class A : Controller {{ public IResult X() => {call}; }} {views}";

        Assert.Empty(await WebSources.Analyze(source));
        Assert.Empty(WebSources.Problems(source));
    }

    [Theory]
    [InlineData("Json(new Data(1))", "'Data' is written as JSON, but the application has no JSON context", "")]
    [InlineData("Json(new List<Data>())", "'List<Data>' is written as JSON, but 'AppJson' does not list it", "[JsonSerializable(typeof(Data))] partial class AppJson;")]
    [InlineData("Json(new { A = 1 })", "it is anonymous", "[JsonSerializable(typeof(Data))] partial class AppJson;")]
    [InlineData("Render(X)", "'Data[]' is written", "public static class AJson { public static Data[] X() => []; } [JsonSerializable(typeof(string))] partial class AppJson;")]
    public async Task A_type_that_no_context_lists_is_reported(string call, string part, string rest)
    {
        var found = Assert.Single(await WebSources.Analyze($"public sealed record Data(int A); public sealed partial class A : Controller {{ public IResult X() => {call}; }} {rest}"));

        Assert.Equal("ZHAR0208", found.Id);
        Assert.Contains(part, Text(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Json(\"text\")", "")]
    [InlineData("Json(new Data(1))", "[JsonSerializable(typeof(Data))] partial class AppJson;")]
    [InlineData("Json(new Part(1))", "[JsonSerializable(typeof(List<Whole>))] partial class AppJson; public sealed record Whole(Part[] Parts);")]
    public async Task A_type_that_is_listed_or_part_of_a_listed_one_is_fine(string call, string rest) => Assert.Empty(await WebSources.Analyze(
        $"public sealed record Data(int A); public sealed record Part(int B); public sealed partial class A : Controller {{ public IResult X() => {call}; }} {rest}"));

    [Theory]
    [InlineData("public sealed partial class A : Controller;")]
    [InlineData("namespace A.B; public partial class Outer { internal partial struct Inner { internal sealed partial class @event : Controller { public IResult @class(int @int, string? @string = null) => NoContent(); } } }")]
    [InlineData("public abstract class Base(IServiceProvider s) : Controller { public virtual IResult X() => NoContent(); [Plug] protected Task P() => Task.CompletedTask; public IServiceProvider S => s; } public sealed partial class A(IServiceProvider s) : Base(s), IDisposable { public override IResult X() => NoContent(); public void Dispose() { } public override string ToString() => \"\"; }")]
    [InlineData("public enum E : long { A = 1 } public sealed partial class A : Controller { public Task<IResult> X(E e = E.A, E? f = null, E[]? g = null, decimal d = 1.5m, char c = 'x', Guid? h = null, DateTimeOffset? i = null, double j = double.NaN) => Task.FromResult(NoContent()); }")]
    [InlineData("public sealed partial class A : Controller { public ValueTask<IResult> X() => default; public ValueTask Y() => default; public Task Z() => Task.CompletedTask; public void W() { } public ValueTask<int> V() => default; public Result<string> U() => new Ok<string>(\"\"); public Task<Html> T() => Task.FromResult(Html.Empty); }")]
    [InlineData("public sealed record R(int A, R? Next, List<R> All, string B = \"b\") { public required string C { get; init; } public string[] D { get; set; } = []; public Params? E { get; init; } public int Computed => A; } public record struct S(int X); public sealed partial class A : Controller { public IResult X(R r, S s, R? optional, Params all, Params? p, [Param(\"q\")] string search) => NoContent(); }")]
    [InlineData("public sealed record Point(int X) { public static ValueTask<Point?> BindAsync(HttpContext c) => new(new Point(1)); } public sealed partial class A : Controller { public IResult X(Point p) => NoContent(); }")]
    [InlineData("[System.ComponentModel.Description(\"a\\\"b\")] public sealed partial class A : Controller { [Microsoft.AspNetCore.Authorization.Authorize(\"p\", Roles = \"r\")] [Tags(\"a\", \"b\")] public IResult X() => NoContent(); }")]
    [InlineData("public sealed partial class A([Microsoft.Extensions.DependencyInjection.FromKeyedServices(\"k\")] IFormatProvider f, IComparable? maybe = null) : Controller { public IResult X([Microsoft.AspNetCore.Mvc.FromServices] A a, System.Security.Claims.ClaimsPrincipal u, Session s, Upload? file, Upload[] files) { _ = f; _ = maybe; return NoContent(); } }")]
    public void Controllers_of_many_shapes_compile_without_a_warning(string source) => Assert.Empty(WebSources.Problems(source));

    [Fact]
    public void A_change_in_another_file_generates_nothing_anew() => Assert.All(
        WebSources.Rerun(new ControllerGenerator(), """
            public sealed record R(int A, List<R> All);
            [View("html", typeof(Pages))] public sealed partial class A(IServiceProvider s) : Controller { public IResult X(R r, int id = 1) => Render(X, id); [Plug] private void P() => _ = s; }
            public static class Pages { public static Html X(int id) => default; }
            """),
        static reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"a step ended as {reason}"));

    private static string Text(Diagnostic diagnostic) => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
}
