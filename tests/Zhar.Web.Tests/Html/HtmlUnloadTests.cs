using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Zhar.Web.Tests.Templates;

/// <summary>Templates are found by their literals, which must not keep the application that has them loaded.</summary>
public sealed class HtmlUnloadTests
{
    private const string Source = """"
        using System.Collections.Generic;
        using Zhar.Web;
        using static Zhar.Web.Markup;
        public enum Kind { Big }
        public sealed record Key(int Id);
        public sealed class Price : IHtmlText { public string ToHtmlText() => "5 <euros>"; }
        public static class Page
        {
            public static string Show() => Shown().ToString();
            public static Html Shown() => $"""
                <main class="{Class("a", ("b", true))}" {Attrs.Of(("id", 1))}>
                {Each(new List<Key> { new(1), new(2) }, k => k, k => $"<p>{k.Id} {Kind.Big} {new Price()}</p>")}
                {Memo(new Key(3), () => $"<i>{3}</i>")}{If(true, () => $"<b>x</b>", () => $"y")}
                </main>
                """;
        }
        """";

    [Fact]
    public void An_application_whose_templates_were_written_can_be_unloaded()
    {
        var image = Compiled();
        var loads = Enumerable.Range(0, 3).Select(_ => Load(image)).ToList();

        for (var i = 0; i < 20 && loads.Exists(l => l.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(loads, l => l.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Load(byte[] image)
    {
        var context = new AssemblyLoadContext("templates", isCollectible: true);
        var page = context.LoadFromStream(new MemoryStream(image)).GetType("Page")!;
        var text = (string)page.GetMethod("Show", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!;
        Assert.Contains("<p>1 Big 5 &lt;euros&gt;</p>", text, StringComparison.Ordinal);
        context.Unload();
        return new WeakReference(context);
    }

    private static byte[] Compiled()
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create(
            "Templates", [CSharpSyntaxTree.ParseText(Source, new CSharpParseOptions(LanguageVersion.CSharp14))], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }
}
