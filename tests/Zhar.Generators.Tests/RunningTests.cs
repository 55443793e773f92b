using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests;

/// <summary>What was generated does what it says, on a node.</summary>
public sealed class RunningTests
{
    private const string Server = """
        using Zhar.Testing;

        public sealed partial class S : GenServer<ImmutableList<string>>
        {
            private Init<ImmutableList<string>> Init(string first = "init") => Ok(ImmutableList.Create(first)).ThenContinue(new Step("continued"));

            [Call] private string Value(int a, string b = "b") => $"{a}{b}";
            [Call] private async ValueTask<string> Slow(string a) { await Task.Yield(); return a; }
            [Call] private async Task<string> Slower(string a) { await Task.Yield(); return a; }
            [Call] private CallResult<string> Answer(string a) => Reply(a).ThenContinue(new Step("answered"));
            [Call] private async Task<CallResult<string>> SlowAnswer(string a) { await Task.Yield(); return a; }
            [Call] private void Done(string a) => Add(a);
            [Call] private async ValueTask SlowlyDone(string a) { await Task.Yield(); Add(a); }
            [Call] private Task Failing() => throw new InvalidOperationException("no");
            [Call] private void Later(string a, From<string> from) => from.Reply(a);
            [Call] private ValueTask ReplyFromElsewhere(From<string> from, string a) { Process.Spawn(_ => { from.Reply(a); return Task.CompletedTask; }); return default; }
            [Call] private int Sum(params int[] xs) => xs.Sum();
            [Call] private ImmutableList<string> All() => State;

            [Cast] private void Put(string a) => Add(a);
            [Cast] private async Task<Next> PutSlowly(string a) { await Task.Yield(); Add(a); return Continue(new Step("put")); }
            [Cast] private Next End() => Stop(ExitReason.Shutdown);

            [Info] private void OnText(string s) => Add("text " + s);
            [Info] private void OnNumber(int? n) => Add("number " + n);
            [Continue] private void OnStep(Step step) => Add(step.Name);
            [Tick("00:00:05")] private void Beat() => Add("tick");

            private void Add(string s) => State = State.Add(s);
            public sealed record Step(string Name);
        }
        """;

    [Theory]
    [InlineData("await s.Value(1)", "1b")]
    [InlineData("await s.Value(1, \"c\")", "1c")]
    [InlineData("await s.Slow(\"x\")", "x")]
    [InlineData("await s.Slower(\"x\")", "x")]
    [InlineData("await s.Answer(\"x\")", "x")]
    [InlineData("await s.SlowAnswer(\"x\")", "x")]
    [InlineData("await s.Later(\"x\")", "x")]
    [InlineData("await s.ReplyFromElsewhere(\"x\")", "x")]
    [InlineData("(await s.Sum(1, 2, 3)).ToString()", "6")]
    [InlineData("(await s.TryValue(1)) is Ok<string>(var v) ? v : \"\"", "1b")]
    [InlineData("(await s.TryFailing()) is Error<Unit> ? \"failed\" : \"\"", "failed")]
    [InlineData("(await s.TryDone(\"x\")) is Ok<Unit> ? \"done\" : \"\"", "done")]
    public async Task A_call_of_each_shape_is_answered(string call, string expected) =>
        Assert.Equal(expected, await Run($"return {call};"));

    [Theory]
    [InlineData("", "init, continued")]
    [InlineData("await s.Answer(\"x\");", "init, continued, answered")]
    [InlineData("await s.Done(\"x\");", "init, continued, x")]
    [InlineData("await s.SlowlyDone(\"x\");", "init, continued, x")]
    [InlineData("s.Put(\"x\"); s.PutSlowly(\"y\");", "init, continued, x, y, put")]
    [InlineData("s.Address.Pid.Send(\"x\"); s.Address.Pid.Send(1);", "init, continued, text x, number 1")]
    public async Task Handlers_change_the_state_in_order(string body, string expected) =>
        Assert.Equal(expected, await Run($"{body} return string.Join(\", \", await s.All());"));

    [Fact]
    public async Task The_start_arguments_reach_Init() =>
        Assert.Equal("mine", await Run("return (await (await S.Start(\"mine\", name: \"other\")).All())[0];"));

    [Fact]
    public async Task A_name_reaches_the_server() =>
        Assert.Equal("1b", await Run("await S.Start(name: S.Name); S.Ref named = S.Name; return await named.Value(1);"));

    [Fact]
    public async Task A_taken_name_is_a_failed_start() =>
        Assert.Equal("already_started", await Run("await S.Start(name: \"a\"); return (await S.TryStart(name: \"a\")) is StartFailed f ? f.Reason.Tag ?? \"\" : \"\";"));

    [Fact]
    public async Task A_stop_result_ends_the_server() =>
        Assert.Equal("shutdown", await Run("Process.Monitor(s.Address.Pid); s.End(); return (await self.Receive<Down>()).Reason.ToString();"));

    [Fact]
    public async Task A_failed_call_shows_the_request_with_its_arguments() =>
        Assert.Contains("Value(1, \"b\")", await Run("s.End(); Process.Monitor(s.Address.Pid); await self.Receive<Down>(); try { return await s.Value(1); } catch (CallExitException e) { return e.Request; }"), StringComparison.Ordinal);

    [Fact]
    public async Task A_tick_comes_when_its_time_has_passed() =>
        Assert.Equal("init, continued, tick", await Run("node.Clock.Advance(TimeSpan.FromSeconds(5)); return string.Join(\", \", await s.All());", virtualTime: true));

    private static Task<string> Run(string body, bool virtualTime = false) => (Task<string>)Generated.From(Server + $$"""
        public static class Program
        {
            public static async Task<string> Run()
            {
                await using var node = TestNode.Start(virtualTime: {{(virtualTime ? "true" : "false")}});
                return await node.Run<string>(async self =>
                {
                    await Task.Yield();
                    var s = await S.Start();
                    {{body}}
                });
            }
        }
        """).Run("Program", "Run")!;
}
