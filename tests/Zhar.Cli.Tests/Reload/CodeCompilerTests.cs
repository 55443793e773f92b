using System.Reflection;
using System.Runtime.Loader;
using Zhar.Cli.Reload;

namespace Zhar.Cli.Tests.Reload;

public sealed class CodeCompilerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_edit_is_in_the_next_assembly()
    {
        Write("A.cs", "public static class A { public static string Say() => B.Name; }");
        Write("B.cs", "public static class B { public const string Name = \"one\"; }");
        var compiler = Compiler("A.cs", "B.cs");
        var first = compiler.Compile([], _folder["1.dll"]);
        Assert.Empty(first.Errors);

        Write("B.cs", "public static class B { public const string Name = \"two\"; }");
        var second = compiler.Compile([_folder["B.cs"]], _folder["2.dll"]);

        Assert.Empty(second.Errors);
        Assert.NotEqual(first.Hash, second.Hash);
        Assert.Equal(("one", "two"), (Say("1.dll"), Say("2.dll")));
        Assert.True(File.Exists(_folder["2.pdb"]));
    }

    [Fact]
    public void An_error_has_its_place_and_its_lines_and_goes_when_it_is_mended()
    {
        const string Good = "public static class A\n{\n    public static string Say() => \"fine\";\n}\n";
        Write("A.cs", Good);
        var compiler = Compiler("A.cs");
        var first = compiler.Compile([], _folder["1.dll"]);

        Write("A.cs", Good.Replace("\"fine\"", "Missing", StringComparison.Ordinal));
        var broken = compiler.Compile([_folder["A.cs"]], _folder["2.dll"]);

        var error = Assert.Single(broken.Errors);
        Assert.Equal(("A.cs", 3, 35, "CS0103"), (error.File, error.Line, error.Column, error.Code));
        Assert.Contains("'Missing'", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Source, static l => l.Number == 3 && l.Text.Contains("Missing", StringComparison.Ordinal));
        Assert.Null(broken.Hash);
        Assert.False(File.Exists(_folder["2.dll"]));

        Write("A.cs", Good);
        Assert.Equal(first.Hash, compiler.Compile([_folder["A.cs"]], _folder["3.dll"]).Hash);
    }

    [Fact]
    public async Task What_the_compiler_warns_of_is_told_of_the_files_that_were_changed()
    {
        const string Unused = " { public static void Run() { int unused = 1; } }";
        Write("A.cs", "public static class A" + Unused);
        Write("B.cs", "public static class B" + Unused);
        var compiler = Compiler("A.cs", "B.cs");
        Assert.Empty(compiler.Compile([], _folder["1.dll"]).Warnings);

        Write("B.cs", "\npublic static class B" + Unused);
        var warning = Assert.Single(compiler.Compile([_folder["B.cs"]], _folder["2.dll"]).Warnings);

        Assert.Equal(("B.cs", 2, "CS0219"), (warning.File, warning.Line, warning.Code));
        Assert.Empty((await compiler.Check(TestContext.Current.CancellationToken)).Warnings); // there are no rules
    }

    [Theory]
    [InlineData("/warn:4", false)]
    [InlineData("/warnaserror+:nullable", true)]
    public async Task What_may_be_null_is_told_after_the_page_is_there_and_changes_nothing_of_the_code(string option, bool isError)
    {
        const string Source = "public static class A { public static int Length(string? text) => text.Length; }";
        Write("A.cs", Source.Replace("text.", "text!.", StringComparison.Ordinal));
        var compiler = Compiler("A.cs", "/nullable:enable", option);
        compiler.Compile([], _folder["1.dll"]);
        var sound = await compiler.Check(TestContext.Current.CancellationToken);
        Assert.Empty(sound.Warnings.Concat(sound.Errors));

        Write("A.cs", Source);
        var compiled = compiler.Compile([_folder["A.cs"]], _folder["2.dll"]);
        Assert.Empty(compiled.Warnings.Concat(compiled.Errors));
        var found = await compiler.Check(TestContext.Current.CancellationToken);

        Assert.Equal("CS8602", Assert.Single(isError ? found.Errors : found.Warnings).Code);
        Assert.Empty(isError ? found.Warnings : found.Errors);
        Assert.True(File.ReadAllBytes(_folder["2.dll"]).AsSpan().IndexOf("NullableContextAttribute"u8) > 0, "What may be null is written into the assembly, where libraries read it.");
    }

    [Fact]
    public void A_file_that_is_left_out_by_the_project_stays_out()
    {
        Write("A.cs", "public static class A { }");
        Write("Scratch.cs", "does not compile");
        var compiler = Compiler("A.cs");
        compiler.Compile([], _folder["1.dll"]);

        Write("Scratch.cs", "does not compile either");

        Assert.Empty(compiler.Compile([_folder["Scratch.cs"]], _folder["2.dll"]).Errors);
    }

    [Fact]
    public void An_embedded_file_is_read_anew_and_one_that_is_new_or_gone_needs_a_build()
    {
        Write("A.cs", "public static class A { public static string Say() => new System.IO.StreamReader(typeof(A).Assembly.GetManifestResourceStream(\"hooks\")!).ReadToEnd(); }");
        Write("A.hooks.js", "one");
        var compiler = Compiler("A.cs", $"/resource:{_folder["A.hooks.js"]},hooks");
        compiler.Compile([], _folder["1.dll"]);

        Write("A.hooks.js", "two");
        Assert.False(compiler.Compile([_folder["A.hooks.js"]], _folder["2.dll"]).NeedsBuild);
        Assert.Equal(("one", "two"), (Say("1.dll"), Say("2.dll")));

        Write("B.hooks.js", "new");
        Assert.True(compiler.Compile([_folder["B.hooks.js"]], _folder["3.dll"]).NeedsBuild);
        File.Delete(_folder["A.hooks.js"]);
        Assert.True(compiler.Compile([_folder["A.hooks.js"]], _folder["4.dll"]).NeedsBuild);
    }

    [Fact]
    public async Task Made_up_edits_leave_no_trace()
    {
        Write("A.cs", "public static class A { public static string Say() => \"one\"; }");
        var compiler = Compiler("A.cs");
        var first = compiler.Compile([], _folder["1.dll"]);
        var warm = compiler.Warm();
        var second = compiler.Compile([], _folder["2.dll"]); // ends the warming
        await warm.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(first.Hash, second.Hash);
    }

    [Fact]
    public void A_new_file_counts_and_a_deleted_one_does_not()
    {
        Write("A.cs", "public static class A { public static string Say() => new B().ToString()!; }");
        var compiler = Compiler("A.cs");
        Assert.Equal("CS0246", Assert.Single(compiler.Compile([], _folder["1.dll"]).Errors).Code);

        Write("B.cs", "public sealed record B;");
        Assert.Empty(compiler.Compile([_folder["B.cs"]], _folder["2.dll"]).Errors);
        Assert.Equal("B { }", Say("2.dll"));

        File.Delete(_folder["B.cs"]);
        Assert.Equal("CS0246", Assert.Single(compiler.Compile([_folder["B.cs"]], _folder["3.dll"]).Errors).Code);
    }

    [Fact]
    public void What_MSBuild_does_not_say_is_no_command_line()
    {
        Assert.Null(CompilerArguments.Read("/app", "error MSB1009: Project file does not exist."));
        Assert.Null(CompilerArguments.Read("/app", """{ "Properties": { "RoslynTargetsPath": "" }, "Items": { "CscCommandLineArgs": [] } }"""));
        var read = CompilerArguments.Read("/app", """{ "Properties": { "RoslynTargetsPath": "/nowhere" }, "Items": { "CscCommandLineArgs": [ { "Identity": "/debug+" }, { "Identity": "A.cs" } ] } }""");
        Assert.Equal(["/debug+", "A.cs"], read!.Arguments);
        Assert.Null(read.Compiler);
    }

    private CodeCompiler Compiler(params string[] sources)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!; // the tests run from files
        return new CodeCompiler(_folder.Path, ["/target:library", "/out:sample.dll", "/debug:portable", "/deterministic+", "/nostdlib+", $"/reference:{Path.Combine(runtime, "System.Runtime.dll")}", $"/reference:{Path.Combine(runtime, "System.Private.CoreLib.dll")}", .. sources]);
    }

    private void Write(string name, string text) => File.WriteAllText(_folder[name], text);

    private string Say(string file)
    {
        var context = new AssemblyLoadContext(file, isCollectible: true);
        try
        {
            using var bytes = new MemoryStream(File.ReadAllBytes(_folder[file]));
            return (string)context.LoadFromStream(bytes).GetType("A")!.GetMethod("Say", BindingFlags.Static | BindingFlags.Public)!.Invoke(null, null)!; // the source has them
        }
        finally
        {
            context.Unload();
        }
    }
}
