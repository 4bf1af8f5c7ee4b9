using NodaTime;
using Quickstart.Input;
var watch = System.Diagnostics.Stopwatch.StartNew();
try {
var shop = new OnlineRetailShop(DateTimeZoneProviders.Tzdb).Read(args[0], null);
Console.WriteLine(shop.Figures); Console.WriteLine(shop.Events.Count + " " + shop.Events.OfType<ShopCredit>().Count() + " matched " + shop.Events.OfType<ShopCredit>().Count(c => c.Order != null));
foreach (var u in shop.Figures.Unreadable) Console.WriteLine(u);
} catch (UnusableFileException e) { Console.WriteLine(e.Message); }
var g = Quickstart.Generated.GeneratedShop.Create(); Console.WriteLine(g.Figures + " " + g.Events.Count);
Console.WriteLine(watch.Elapsed + " " + Environment.WorkingSet / 1e6);
