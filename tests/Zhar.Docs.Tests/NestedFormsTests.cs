using Zhar.Docs.Tests.NestedForms;
using Zhar.Live.Testing;
using Zhar.Testing;
using Zhar.Web.Testing;

namespace Zhar.Docs.Tests;

/// <summary>Forms inside a form on a live page: entries that are added, taken away and put in another order.</summary>
public sealed class NestedFormsTests : IAsyncLifetime
{
    private ConnTest _app = null!;
    private LiveTestView _page = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ConnTest.Start<OrderEndpoint>();
        _page = await _app.Conn().Live("/order");
    }

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_line_is_added_filled_and_saved()
    {
        var page = _page;

        await page.Element("button", "Add a line").Click();
        await page.Form("form", ("order[lines][2][title]", "Milk"), ("order[lines][2][count]", 3)).Submit();

        Assert.Equal("Ada: 1 Tea, 2 Cups, 3 Milk", page.Element("#saved").Text);
    }

    [Fact]
    public async Task A_line_is_taken_away()
    {
        await _page.Element("[name='order[lines_drop][]'][value='0']").Click();
        Assert.Equal(1, _page.Count("fieldset"));
        await _page.Form("form").Submit();

        Assert.Equal("Ada: 2 Cups", _page.Element("#saved").Text);
    }

    [Fact]
    public async Task What_was_typed_stays_when_lines_come_and_go()
    {
        await _page.Form("form", ("order[lines][0][title]", "Green tea"), ("order[lines][1][count]", 6)).Change();
        await _page.Element("button", "Add a line").Click();
        await _page.Element("[name='order[lines_drop][]'][value='2']").Click();

        Assert.Equal(2, _page.Count("fieldset"));
        await _page.Form("form").Submit();
        Assert.Equal("Ada: 1 Green tea, 6 Cups", _page.Element("#saved").Text);
    }

    [Fact]
    public async Task The_order_of_the_lines_is_that_of_their_sort_parameters()
    {
        await _page.PushHook("validate", Params.Of(("order", Params.FromQuery("customer=Ada&lines_sort[]=1&lines_sort[]=0&lines[0][title]=Tea&lines[0][count]=1&lines[1][title]=Cups&lines[1][count]=2"))));

        Assert.Equal(["Cups", "Tea"], new[] { 0, 1 }.Select(i => _page.Element($"[name='order[lines][{i}][title]']")["value"]));
        await _page.Form("form").Submit();
        Assert.Equal("Ada: 2 Cups, 1 Tea", _page.Element("#saved").Text);
    }

    [Fact]
    public async Task An_error_of_a_line_stands_at_its_input()
    {
        await _page.Form("form", ("order[lines][1][count]", 0)).Submit();

        Assert.Equal("", _page.Element("#saved").Text);
        Assert.Equal("must be greater than 0", _page.Element(".field-error").Text);
    }

    [Fact]
    public async Task A_change_that_reaches_no_form_fails()
    {
        var error = await Assert.ThrowsAsync<ExpectationException>(() => _page.Form("form", ("order[lines][9][title]", "x")).Change());

        Assert.Contains("order[lines][1][title]", error.Message, StringComparison.Ordinal);
    }
}
