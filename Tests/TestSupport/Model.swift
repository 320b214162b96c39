package import PrinterModel

/// Model behind the interfaces of `ReceiptPrinter` and `SerialPrinter`.
package typealias ReceiptPrinterModel = PrinterModel.ReceiptPrinterModel
