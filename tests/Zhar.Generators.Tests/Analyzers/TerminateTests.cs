using Zhar.CodeFixes;
using Zhar.Generators.Analyzers;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests.Analyzers;

public sealed class TerminateTests
{
    [Fact]
    public Task Terminate_without_trapping_exits_is_reported() => Analyzed.Reports<TerminateWithoutTrapExitAnalyzer>("ZHAR0017", """
        public sealed partial class S : GenServer<int>
        {
            private Init<int> Init() => Ok(0);
            protected override ValueTask [|Terminate|](ExitReason reason) => default;
        }
        """);

    [Fact]
    public Task Terminate_with_trapping_exits_is_fine() => Analyzed.Reports<TerminateWithoutTrapExitAnalyzer>("ZHAR0017", """
        public sealed partial class S : GenServer<int>
        {
            private Init<int> Init() { Process.TrapExit = true; return Ok(0); }
            protected override ValueTask Terminate(ExitReason reason) => default;
        }
        """);

    [Fact]
    public Task An_expression_bodied_Init_gets_a_body_that_traps_exits() => Analyzed.Fixes<TerminateWithoutTrapExitAnalyzer, TrapExitFix>(
        "ZHAR0017",
        """
        public sealed partial class S : GenServer<int>
        {
            private Init<int> Init() => Ok(0);
            protected override ValueTask Terminate(ExitReason reason) => default;
        }
        """,
        """
        public sealed partial class S : GenServer<int>
        {
            private Init<int> Init()
            {
                Process.TrapExit = true;
                return Ok(0);
            }
            protected override ValueTask Terminate(ExitReason reason) => default;
        }
        """);

    [Fact]
    public Task A_block_bodied_Init_traps_exits_first() => Analyzed.Fixes<TerminateWithoutTrapExitAnalyzer, TrapExitFix>(
        "ZHAR0017",
        """
        public sealed partial class S : GenServer<int>
        {
            private Init<int> Init()
            {
                return Ok(0);
            }
            protected override ValueTask Terminate(ExitReason reason) => default;
        }
        """,
        """
        public sealed partial class S : GenServer<int>
        {
            private Init<int> Init()
            {
                Process.TrapExit = true;
                return Ok(0);
            }
            protected override ValueTask Terminate(ExitReason reason) => default;
        }
        """);
}
