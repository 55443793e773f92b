using Chat;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Data;
using Zhar.Live.Testing;

namespace Zhar.Live.Samples.Tests;

/// <summary>Rooms, and going between them.</summary>
public sealed class ChatRoomsTests : ChatCase
{
    [Fact]
    public async Task A_room_shows_what_was_said_in_it_and_nothing_else()
    {
        await using var page = await Enter("Ada");
        await Say(page, "In general");

        await page.Element("#rooms a", "random").Click();
        Assert.Equal("#random", page.Element("h1").Text);
        Assert.Empty(Messages(page));
        Assert.Equal("#random", page.PageTitle);

        await page.Element("#rooms a", "general").Click();
        Assert.Equal("In general", Messages(page)[^1]);
        Assert.Equal("page", page.Element("#rooms a", "general")["aria-current"]);
    }

    [Fact]
    public async Task Messages_that_were_stored_at_once_stand_in_their_order_in_whichever_they_are_told()
    {
        await using var page = await Enter("Ada");
        await Say(page, "before");
        var repo = App.Services.GetRequiredService<Chat.Repo>();
        var room = await repo.GetByOrThrow<Room>(r => r.Name == "general");
        var told = new List<Message>();
        foreach (var body in (string[])["first", "second", "third"])
            told.Add(await repo.InsertOrThrow(new Message { RoomId = room.Id, AuthorId = "grace", Author = "Grace", Body = body }));

        foreach (var i in (int[])[1, 2, 0])
            App.Services.GetRequiredService<PubSub>().Broadcast(Rooms.Topic(room), new Posted(told[i]));
        await page.WaitFor(_ => ((string[])["before", "first", "second", "third"]).All(body => Messages(page).Contains(body)));

        Assert.Equal(["before", "first", "second", "third"], Messages(page).TakeLast(4));
    }

    [Fact]
    public async Task People_are_where_they_are()
    {
        await using var ada = await Enter("Ada");
        await using var grace = await Enter("Grace");
        await ada.WaitFor(static html => html.Contains("<bdi>Grace</bdi>", StringComparison.Ordinal));

        await grace.Element("#rooms a", "random").Click();

        await ada.WaitFor(static html => !html.Contains("<bdi>Grace</bdi>", StringComparison.Ordinal));
        Assert.Equal(["Grace you"], grace.Texts("#people .who"));
    }

    [Fact]
    public async Task Messages_of_other_rooms_are_counted_until_they_are_seen()
    {
        await using var ada = await Enter("Ada");
        await using var grace = await Enter("Grace", "random");

        await Say(grace, "one");
        await Say(grace, "two");
        await ada.WaitFor(static html => html.Contains("(2)", StringComparison.Ordinal) || html.Contains(">2<", StringComparison.Ordinal));
        Assert.Equal("2 unread", ada.Element("#rooms .badge").Text);
        Assert.Equal("(2) #general", ada.PageTitle);

        await ada.Element("#rooms a", "random").Click();
        Assert.False(ada.Has("#rooms .badge"));
        Assert.Equal("#random", ada.PageTitle);
        Assert.Equal(["one", "two"], Messages(ada));
    }

    [Fact]
    public async Task What_was_being_written_waits_in_its_room()
    {
        await using var page = await Enter("Ada");
        await page.Form("#composer", ("message[body]", "Unfinished")).Change();

        await page.Element("#rooms a", "random").Click();
        Assert.Equal("", page.Element("#composer textarea").Text);
        await page.Element("#rooms a", "general").Click();

        Assert.Equal("Unfinished", page.Element("#composer textarea").Text);
    }

    [Fact]
    public async Task A_new_room_is_there_for_all()
    {
        await using var ada = await Enter("Ada");
        await using var grace = await Enter("Grace");

        await ada.Form("#open-room", ("room[name]", "  Fancy Things ")).Submit();
        await ada.AssertPatch("/chat/fancy-things");
        await grace.WaitFor(static html => html.Contains("fancy-things", StringComparison.Ordinal));
        await Say(ada, "First!");
        await grace.WaitFor(static html => html.Contains("badge", StringComparison.Ordinal));

        Assert.Equal("#fancy-things", ada.Element("h1").Text);
        Assert.Equal("1 unread", grace.Element("#rooms .badge").Text);
    }

    [Theory]
    [InlineData("general", "is there already")]
    [InlineData("#General ", "is there already")]
    [InlineData("a/b", "has letters, digits and dashes only")]
    [InlineData("..", "has letters, digits and dashes only")]
    [InlineData("<b>", "has letters, digits and dashes only")]
    [InlineData("a-name-that-is-longer-than-thirty", "should be at most 30 character(s)")]
    public async Task A_room_that_cannot_be_is_refused_with_the_reason(string name, string reason)
    {
        await using var page = await Enter("Ada");

        await page.Form("#open-room", ("room[name]", name)).Submit();

        Assert.Equal(reason, page.Element("#open-room .field-error").Text);
        Assert.Equal(3, page.Count("#rooms nav li"));
    }

    [Fact]
    public async Task There_are_no_more_rooms_than_a_page_can_list()
    {
        var rooms = (Rooms)App.Services.GetService(typeof(Rooms))!; // the application has it
        for (var i = 3; i < Rooms.MaxRooms; i++)
            Assert.IsType<Ok<Room>>(await rooms.Open(Params.Of(("name", $"room {i}"))));
        await using var page = await Enter("Ada");

        await page.Form("#open-room", ("room[name]", "one-more")).Submit();

        Assert.Equal("is one too many: there are enough rooms", page.Element("#open-room .field-error").Text);
    }

    [Fact]
    public async Task A_room_may_have_a_name_of_any_script()
    {
        await using var page = await Enter("Ада");

        await page.Form("#open-room", ("room[name]", "Жар птица")).Submit();
        await page.AssertPatch("/chat/" + Uri.EscapeDataString("жар-птица"));
        await Say(page, "Привет");

        await using var other = await Enter("Ada", Uri.EscapeDataString("жар-птица"));
        Assert.Equal(["Привет"], Messages(other));
    }

    [Theory]
    [InlineData("/chat/nowhere")]
    [InlineData("/chat/%3Cscript%3E")]
    [InlineData("/chat")]
    public async Task A_room_that_is_not_there_is_404(string path)
    {
        var answer = await (await LogIn("Ada")).PutHeader("accept", "text/html").Get(path);

        Assert.Equal(404, answer.Status);
        Assert.Contains("There is no such room", answer.Body, StringComparison.Ordinal);
    }
}
