using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>The component.</summary>
public sealed partial class Issue4334Part : LiveComponent<bool>
{
    protected override ValueTask<bool> Mount() => new(false);

    [Event] private void ChangeRootId() => State = true;

    protected override Html Render(bool isChanged) => $"""
        <section id="{(isChanged ? "new-root" : "old-root")}" data-testid="component-root" phx-hook="RootChange">
          <button id="change-root" phx-click="{On.ChangeRootId}" phx-target="{Myself}">Change component root ID</button>
          <p id="{(isChanged ? "new-child" : "old-child")}">{(isChanged ? "NEW CHILD SHOULD REMAIN VISIBLE" : "Old child is visible")}</p>
        </section>
        """;
}
