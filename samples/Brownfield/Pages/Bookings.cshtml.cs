using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Playhouse.Data;

namespace Playhouse.Pages;

public sealed class BookingsModel(PlayhouseContext context) : PageModel
{
    public IReadOnlyList<Booking> Bookings { get; private set; } = [];

    public async Task OnGetAsync() => Bookings = await context.Bookings.Include(b => b.Show).Where(b => b.Customer == User.Identity!.Name).OrderBy(b => b.Id).ToListAsync();
}
